#include "crypto/roster/epoch_keys.h"

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/envelope.h"
#include "crypto/seal.h"

namespace klad::crypto::roster {
namespace {

Context ContextOf(absl::string_view organisation, const Sealing& sealing) {
  return EnvelopeContext(NameOf(organisation, sealing.key), sealing.epoch,
                         ToProto(sealing.recipient), sealing.recipient.box);
}

}  // namespace

EpochKeyName NameOf(absl::string_view organisation, const KeyName& key) {
  return {key.is_role() ? EpochKeyName::Kind::kRole : EpochKeyName::Kind::kSafe,
          std::string(organisation), key.name};
}

absl::Status CheckSecret(absl::string_view organisation, const KeyName& key,
                         const KeyEpoch& epoch, const Secret& secret) {
  if (secret.size() != kKeySize) return DoesNotOpen();
  const EpochKeyName name = NameOf(organisation, key);
  const bool named =
      key.is_role()
          ? RoleBoxKey(name, epoch.number, secret).public_key() == epoch.box
          : SafeKeyCommitment(name, epoch.number, secret) == epoch.commitment;
  return named ? absl::OkStatus() : DoesNotOpen();
}

absl::StatusOr<trust::v1::Envelope> SealEnvelope(absl::string_view organisation,
                                                 const Sealing& sealing,
                                                 const Secret& secret) {
  trust::v1::Envelope envelope;
  ASSIGN_OR_RETURN(
      *envelope.mutable_sealed(),
      SealTo(sealing.recipient.box, ContextOf(organisation, sealing), secret));
  *envelope.mutable_recipient() = ToProto(sealing.recipient);
  envelope.set_box(sealing.recipient.box);
  return envelope;
}

absl::StatusOr<Secret> OpenEnvelope(absl::string_view organisation,
                                    const Sealing& sealing, const BoxKey& mine,
                                    absl::string_view sealed) {
  return OpenFrom(mine, ContextOf(organisation, sealing), sealed);
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
