#include "crypto/backup_key.h"

#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/envelope.h"

namespace klad::crypto {
namespace {

Context BackupContext(const trust::v1::BackupKey& backup,
                      absl::string_view member, absl::string_view box) {
  return Context(label::kSealKey, backup.organisation())
      .Add(backup.roster().link())
      .Add(member)
      .Add(box);
}

}  // namespace

absl::Status SealBackupKey(const Secret& key, absl::string_view member,
                           absl::string_view box,
                           trust::v1::BackupKey* backup) {
  trust::v1::Envelope envelope;
  envelope.mutable_recipient()->set_member(std::string(member));
  envelope.set_box(std::string(box));
  ASSIGN_OR_RETURN(*envelope.mutable_sealed(),
                   SealTo(box, BackupContext(*backup, member, box), key));
  *backup->add_envelopes() = std::move(envelope);
  return absl::OkStatus();
}

absl::StatusOr<Secret> OpenBackupKey(const trust::v1::BackupKey& backup,
                                     const BoxKey& mine) {
  for (const trust::v1::Envelope& envelope : backup.envelopes()) {
    if (envelope.box() != mine.public_key()) continue;
    return OpenFrom(
        mine,
        BackupContext(backup, envelope.recipient().member(), mine.public_key()),
        envelope.sealed());
  }
  return absl::NotFoundError("the backup is not sealed to this identity");
}

}  // namespace klad::crypto
