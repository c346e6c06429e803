// Backups of a data folder: a copy of the database in `db` and a small
// manifest with its digest. The commit witness is made anew by Restore; the
// seal key is not part of it.
#ifndef KLAD_SERVER_STORE_ROCKS_BACKUP_H_
#define KLAD_SERVER_STORE_ROCKS_BACKUP_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "server/store/transaction.h"

namespace rocksdb {
class DB;
}

namespace klad::store {

struct BackupSummary {
  uint64_t records = 0;
  Revision revision = 0;  // the newest commit in it
  // BLAKE2b-256 ("klad1.backup") over all keys, values and revisions.
  std::string digest;
};

// RocksStore::Backup without its locks.
absl::StatusOr<BackupSummary> WriteBackup(rocksdb::DB* db,
                                          const std::string& folder);

// Makes the new data folder `folder`, whose parent must exist, from a backup;
// it is there wholly or not at all. kAlreadyExists: there is something.
// kNotFound: no backup. kDataLoss: the backup is damaged.
absl::StatusOr<BackupSummary> Restore(const std::string& backup,
                                      const std::string& folder);

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_BACKUP_H_
