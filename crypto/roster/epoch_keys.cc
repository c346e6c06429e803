#include "crypto/roster/epoch_keys.h"

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/envelope.h"
#include "crypto/seal.h"

namespace klad::crypto::roster {
namespace {

absl::string_view Purpose(const KeyName& key) {
  return key.is_role() ? "role" : "safe";
}

absl::string_view KindOf(const Recipient& recipient) {
  switch (recipient.kind) {
    case Recipient::Kind::kMember:
      return "member";
    case Recipient::Kind::kInvitation:
      return "invitation";
    case Recipient::Kind::kRole:
      return "role";
  }
  return "";
}

Context PreviousContext(absl::string_view organisation, const KeyName& key,
                        uint32_t epoch) {
  Context context(label::kPrevious, organisation);
  context.Add(Purpose(key)).Add(key.name).Add(uint64_t{epoch});
  return context;
}

Context EnvelopeContext(absl::string_view organisation,
                        const Sealing& sealing) {
  const Recipient& recipient = sealing.recipient;
  Context context(label::kEnvelope, organisation);
  context.Add(Purpose(sealing.key)).Add(sealing.key.name);
  context.Add(uint64_t{sealing.epoch});
  context.Add(KindOf(recipient)).Add(recipient.name);
  context.Add(uint64_t{recipient.epoch}).Add(recipient.box);
  return context;
}

}  // namespace

BoxKey RoleBox(const Secret& seed, absl::string_view organisation,
               absl::string_view role, uint32_t epoch) {
  Context context(label::kRoleBox, organisation);
  context.Add(role).Add(uint64_t{epoch});
  return BoxKey::FromSeed(Derive(seed, context));
}

std::string SafeCommitment(const Secret& key, absl::string_view organisation,
                           absl::string_view safe, uint32_t epoch) {
  Context context(label::kCommitment, organisation);
  context.Add(safe).Add(uint64_t{epoch});
  return std::string(Derive(key, context).Expose());
}

absl::Status CheckSecret(absl::string_view organisation, const KeyName& key,
                         const KeyEpoch& epoch, const Secret& secret) {
  if (secret.size() != kKeySize) return DoesNotOpen();
  const bool named = key.is_role()
                         ? RoleBox(secret, organisation, key.name, epoch.number)
                                   .public_key() == epoch.box
                         : SafeCommitment(secret, organisation, key.name,
                                          epoch.number) == epoch.commitment;
  return named ? absl::OkStatus() : DoesNotOpen();
}

std::string SealPrevious(absl::string_view organisation, const KeyName& key,
                         uint32_t epoch, const Secret& secret,
                         const Secret& before) {
  return Seal(secret, PreviousContext(organisation, key, epoch),
              before.Expose());
}

absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const KeyName& key, uint32_t epoch,
                                    const Secret& secret,
                                    absl::string_view sealed) {
  return Open(secret, PreviousContext(organisation, key, epoch), sealed);
}

absl::StatusOr<trust::v1::Envelope> SealEnvelope(absl::string_view organisation,
                                                 const Sealing& sealing,
                                                 const Secret& secret) {
  trust::v1::Envelope envelope;
  ASSIGN_OR_RETURN(*envelope.mutable_sealed(),
                   SealTo(sealing.recipient.box,
                          EnvelopeContext(organisation, sealing), secret));
  *envelope.mutable_recipient() = ToProto(sealing.recipient);
  envelope.set_box(sealing.recipient.box);
  return envelope;
}

absl::StatusOr<Secret> OpenEnvelope(absl::string_view organisation,
                                    const Sealing& sealing, const BoxKey& mine,
                                    absl::string_view sealed) {
  return OpenFrom(mine, EnvelopeContext(organisation, sealing), sealed);
}

trust::v1::KeyName ToProto(const KeyName& key) {
  trust::v1::KeyName out;
  key.is_role() ? out.set_role(key.name) : out.set_safe(key.name);
  return out;
}

trust::v1::Recipient ToProto(const Recipient& recipient) {
  trust::v1::Recipient out;
  switch (recipient.kind) {
    case Recipient::Kind::kMember:
      out.set_member(recipient.name);
      break;
    case Recipient::Kind::kInvitation:
      out.set_invitation(recipient.name);
      break;
    case Recipient::Kind::kRole:
      out.mutable_role()->set_role(recipient.name);
      out.mutable_role()->set_epoch(recipient.epoch);
      break;
  }
  return out;
}

trust::v1::Position ToProto(const Position& position) {
  trust::v1::Position out;
  out.set_sequence(position.sequence);
  if (position.sequence != 0) out.set_link(position.link.str());
  return out;
}

}  // namespace klad::crypto::roster
