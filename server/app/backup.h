// Backups of a running server: the engine's copy, and the seal key in an
// envelope that only an owner opens.
#ifndef KLAD_SERVER_APP_BACKUP_H_
#define KLAD_SERVER_APP_BACKUP_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/local.pb.h"
#include "server/access/directory.h"
#include "server/app/data.h"

namespace klad::app {

// Into `folder`, absolute, which must not exist. Beside the engine's files it
// holds `owner-envelope`, a serialized klad.trust.v1.BackupEnvelope.
absl::StatusOr<v1::BackupResponse> WriteBackup(
    const Data& data, const access::Directory& directory,
    absl::string_view folder);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_BACKUP_H_
