#include "crypto/epoch_key.h"

#include <string>

#include "crypto/base/check.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

Context Previous(const EpochKeyName& name, uint32_t epoch) {
  CHECK_THAT(epoch > 1);
  return Context(label::kPrevious, name.organisation)
      .Add(name.word())
      .Add(name.subject)
      .Add(uint64_t{epoch} - 1);
}

}  // namespace

BoxKey RoleBoxKey(const EpochKeyName& role, uint32_t epoch,
                  const Secret& seed) {
  return BoxKey::FromSeed(
      Derive(seed, Context(label::kRoleBox, role.organisation)
                       .Add(role.subject)
                       .Add(uint64_t{epoch})));
}

std::string SafeKeyCommitment(const EpochKeyName& safe, uint32_t epoch,
                              const Secret& key) {
  return std::string(Derive(key, Context(label::kCommitment, safe.organisation)
                                     .Add(safe.subject)
                                     .Add(uint64_t{epoch}))
                         .Expose());
}

std::string SealPrevious(const EpochKeyName& name, uint32_t epoch,
                         const Secret& key, const Secret& previous) {
  return Seal(key, Previous(name, epoch), previous.Expose());
}

absl::StatusOr<Secret> OpenPrevious(const EpochKeyName& name, uint32_t epoch,
                                    const Secret& key,
                                    absl::string_view sealed) {
  if (epoch < 2) return DoesNotOpen();
  return Open(key, Previous(name, epoch), sealed);
}

trust::v1::RoleKey NameRoleKey(const EpochKeyName& role, uint32_t epoch,
                               const Secret& seed, const Secret* previous) {
  trust::v1::RoleKey named;
  named.set_role(role.subject);
  named.set_epoch(epoch);
  named.set_box(RoleBoxKey(role, epoch, seed).public_key());
  if (previous != nullptr) {
    named.set_previous(SealPrevious(role, epoch, seed, *previous));
  }
  return named;
}

trust::v1::SafeKey NameSafeKey(const EpochKeyName& safe, uint32_t epoch,
                               const Secret& key, const Secret* previous) {
  trust::v1::SafeKey named;
  named.set_safe(safe.subject);
  named.set_epoch(epoch);
  named.set_commitment(SafeKeyCommitment(safe, epoch, key));
  if (previous != nullptr) {
    named.set_previous(SealPrevious(safe, epoch, key, *previous));
  }
  return named;
}

Context EnvelopeContext(const EpochKeyName& name, uint32_t epoch,
                        const trust::v1::Recipient& recipient,
                        absl::string_view recipient_key) {
  Context context(label::kEnvelope, name.organisation);
  context.Add(name.word()).Add(name.subject).Add(uint64_t{epoch});
  switch (recipient.kind_case()) {
    case trust::v1::Recipient::kMember:
      context.Add("member").Add(recipient.member());
      break;
    case trust::v1::Recipient::kInvitation:
      context.Add("invitation").Add(recipient.invitation());
      break;
    case trust::v1::Recipient::kRole:
      context.Add("role")
          .Add(recipient.role().role())
          .Add(uint64_t{recipient.role().epoch()});
      break;
    case trust::v1::Recipient::KIND_NOT_SET:
      CHECK_THAT(false);
  }
  return context.Add(recipient_key);
}

}  // namespace klad::crypto
