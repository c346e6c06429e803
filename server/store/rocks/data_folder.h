// What lies in a data folder: the database in `db`, the commit witness, and
// the lock that keeps a second process out.
#ifndef KLAD_SERVER_STORE_ROCKS_DATA_FOLDER_H_
#define KLAD_SERVER_STORE_ROCKS_DATA_FOLDER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "server/store/rocks/tip.h"

namespace klad::store {

std::string DatabasePath(const std::string& folder);
std::string WitnessPath(const std::string& folder);

// Held from construction to destruction.
class FolderLock {
 public:
  // kFailedPrecondition when another process, or this one, holds it.
  static absl::StatusOr<std::unique_ptr<FolderLock>> Take(
      rocksdb::Env* env, const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  FolderLock(rocksdb::Env* env, rocksdb::FileLock* lock)
      : env_(env), lock_(lock) {}

  rocksdb::Env* const env_;
  rocksdb::FileLock* const lock_;
};

// Makes the folder, 0700, in a parent that exists. kAlreadyExists when it
// holds anything.
absl::Status MakeEmptyFolder(const std::string& path);

// Syncs the folder that holds `path`, or is it.
absl::Status SyncFolder(rocksdb::Env* env, const std::string& path);
absl::Status SyncParent(rocksdb::Env* env, const std::string& path);

// A database opened to look without changing anything.
absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenReadOnly(
    rocksdb::Env* env, const std::string& database);

absl::StatusOr<Tip> ReadTip(rocksdb::DB* db);

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_DATA_FOLDER_H_
