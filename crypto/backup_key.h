// The key that a server's store is sealed under, as a backup carries it:
// sealed to every owner and recovery kit, so that a backup and a kit alone
// bring everything back.
//
//   envelope context: context(seal-key, organisation, roster link, member,
//   recipient's box key)
#ifndef KLAD_CRYPTO_BACKUP_KEY_H_
#define KLAD_CRYPTO_BACKUP_KEY_H_

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "klad/trust/v1/backup.pb.h"

namespace klad::crypto {

// Adds an envelope for one owner; `backup` names organisation and roster.
absl::Status SealBackupKey(const Secret& key, absl::string_view member,
                           absl::string_view box, trust::v1::BackupKey* backup);

// With the box key of any owner it was sealed to. kNotFound when it was not;
// kDataLoss when it does not open.
absl::StatusOr<Secret> OpenBackupKey(const trust::v1::BackupKey& backup,
                                     const BoxKey& mine);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_BACKUP_KEY_H_
