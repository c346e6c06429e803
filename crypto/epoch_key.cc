#include "crypto/epoch_key.h"

#include <utility>

#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

using trust::v1::Recipient;
using trust::v1::RoleKey;
using trust::v1::SafeKey;

constexpr char kSafe[] = "safe";
constexpr char kRole[] = "role";

Secret Commitment(absl::string_view organisation, absl::string_view safe,
                  uint32_t epoch, const Secret& key) {
  Context context(label::kCommitment, organisation);
  return Derive(key, context.Add(safe).Add(epoch));
}

// Of the key of `epoch`, sealed under the next.
Context PreviousContext(absl::string_view organisation, const char* kind,
                        absl::string_view subject, uint32_t epoch) {
  Context context(label::kPrevious, organisation);
  return context.Add(kind).Add(subject).Add(epoch);
}

std::string SealPrevious(absl::string_view organisation, const char* kind,
                         absl::string_view subject, uint32_t epoch,
                         const Secret& key, const Secret* before) {
  CHECK_THAT((epoch > 1) == (before != nullptr));
  if (before == nullptr) return "";
  return Seal(key, PreviousContext(organisation, kind, subject, epoch - 1),
              before->Expose());
}

absl::Status CheckSize(const Secret& key) {
  return key.size() == kKeySize ? absl::OkStatus() : DoesNotOpen();
}

}  // namespace

NewSafeKey MakeSafeKey(absl::string_view organisation, absl::string_view safe,
                       uint32_t epoch, const Secret* before) {
  NewSafeKey made{SafeKey(), Secret::Random(kKeySize)};
  made.entry.set_safe(std::string(safe));
  made.entry.set_epoch(epoch);
  made.entry.set_commitment(
      std::string(Commitment(organisation, safe, epoch, made.key).Expose()));
  made.entry.set_previous(
      SealPrevious(organisation, kSafe, safe, epoch, made.key, before));
  return made;
}

NewRoleKey MakeRoleKey(absl::string_view organisation, absl::string_view role,
                       uint32_t epoch, const Secret* before) {
  NewRoleKey made{RoleKey(), Secret::Random(kKeySize)};
  made.entry.set_role(std::string(role));
  made.entry.set_epoch(epoch);
  made.entry.set_box(
      RoleBoxKey(organisation, role, epoch, made.seed).public_key());
  made.entry.set_previous(
      SealPrevious(organisation, kRole, role, epoch, made.seed, before));
  return made;
}

BoxKey RoleBoxKey(absl::string_view organisation, absl::string_view role,
                  uint32_t epoch, const Secret& seed) {
  Context context(label::kRoleBox, organisation);
  return BoxKey::FromSeed(Derive(seed, context.Add(role).Add(epoch)));
}

absl::Status CheckSafeKey(absl::string_view organisation, const SafeKey& entry,
                          const Secret& key) {
  RETURN_IF_ERROR(CheckSize(key));
  const Secret commitment =
      Commitment(organisation, entry.safe(), entry.epoch(), key);
  return commitment.Expose() == entry.commitment() ? absl::OkStatus()
                                                   : DoesNotOpen();
}

absl::Status CheckRoleKey(absl::string_view organisation, const RoleKey& entry,
                          const Secret& seed) {
  RETURN_IF_ERROR(CheckSize(seed));
  const BoxKey box =
      RoleBoxKey(organisation, entry.role(), entry.epoch(), seed);
  return box.public_key() == entry.box() ? absl::OkStatus() : DoesNotOpen();
}

absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const SafeKey& entry, const Secret& key,
                                    const SafeKey& before) {
  ASSIGN_OR_RETURN(Secret opened,
                   Open(key,
                        PreviousContext(organisation, kSafe, entry.safe(),
                                        entry.epoch() - 1),
                        entry.previous()));
  if (before.safe() != entry.safe() || before.epoch() != entry.epoch() - 1) {
    return DoesNotOpen();
  }
  RETURN_IF_ERROR(CheckSafeKey(organisation, before, opened));
  return opened;
}

absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const RoleKey& entry, const Secret& seed,
                                    const RoleKey& before) {
  ASSIGN_OR_RETURN(Secret opened,
                   Open(seed,
                        PreviousContext(organisation, kRole, entry.role(),
                                        entry.epoch() - 1),
                        entry.previous()));
  if (before.role() != entry.role() || before.epoch() != entry.epoch() - 1) {
    return DoesNotOpen();
  }
  RETURN_IF_ERROR(CheckRoleKey(organisation, before, opened));
  return opened;
}

Context EnvelopeContext(absl::string_view organisation,
                        absl::string_view purpose, absl::string_view subject,
                        uint64_t epoch, const Recipient& recipient,
                        absl::string_view box) {
  Context context(label::kEnvelope, organisation);
  context.Add(purpose).Add(subject).Add(epoch);
  switch (recipient.kind_case()) {
    case Recipient::kMember:
      return context.Add("member").Add(recipient.member()).Add(box);
    case Recipient::kInvitation:
      return context.Add("invitation").Add(recipient.invitation()).Add(box);
    case Recipient::kRole:
      return context.Add("role")
          .Add(recipient.role().role())
          .Add(recipient.role().epoch())
          .Add(box);
    case Recipient::KIND_NOT_SET:
      break;
  }
  CHECK_THAT(false);
}

}  // namespace klad::crypto
