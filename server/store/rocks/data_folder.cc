#include "server/store/rocks/data_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/store/rocks/options.h"
#include "server/store/rocks/status.h"

namespace klad::store {
namespace {

// How RocksDB 7.8 begins when it does not even come to the lock itself.
constexpr char kCannotOpenLock[] = "open a file for lock";

}  // namespace

std::string DatabasePath(const std::string& folder) { return folder + "/db"; }

std::string WitnessPath(const std::string& folder) {
  return folder + "/witness";
}

absl::StatusOr<std::unique_ptr<FolderLock>> FolderLock::Take(
    rocksdb::Env* env, const std::string& folder) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status status = env->LockFile(folder + "/lock", &lock);
  if (!status.ok() && absl::StrContains(status.ToString(), kCannotOpenLock)) {
    return FromRocks(status, absl::StrCat("cannot lock ", folder));
  }
  if (!status.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "another kladd is running on ", folder, "; stop that one first"));
  }
  return absl::WrapUnique(new FolderLock(env, lock));
}

FolderLock::~FolderLock() {
  // The system drops the lock with the process at the latest.
  env_->UnlockFile(lock_).PermitUncheckedError();
}

absl::Status MakeEmptyFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0) return absl::OkStatus();
  if (errno != EEXIST) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot create ", path));
  }
  std::error_code error;
  if (std::filesystem::is_empty(path, error)) return absl::OkStatus();
  return absl::AlreadyExistsError(
      absl::StrCat(path, " exists and is not empty; choose another folder"));
}

absl::Status SyncFolder(rocksdb::Env* env, const std::string& path) {
  std::unique_ptr<rocksdb::Directory> folder;
  rocksdb::Status status = env->NewDirectory(path, &folder);
  if (status.ok()) status = folder->Fsync();
  return FromRocks(status, absl::StrCat("cannot sync ", path));
}

absl::Status SyncParent(rocksdb::Env* env, const std::string& path) {
  return SyncFolder(env,
                    std::filesystem::absolute(path).parent_path().string());
}

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenReadOnly(
    rocksdb::Env* env, const std::string& database) {
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::OpenForReadOnly(ReadOnlyOptions(env), database, &db);
  if (status.ok()) return absl::WrapUnique(db);
  if (status.IsIOError() && !status.IsPathNotFound()) {
    return FromRocks(status, absl::StrCat("cannot read ", database));
  }
  return absl::DataLossError(
      absl::StrCat("the database ", database,
                   " is damaged; nothing was changed; restore a backup (",
                   status.ToString(), ")"));
}

absl::StatusOr<Tip> ReadTip(rocksdb::DB* db) {
  std::string value;
  const rocksdb::Status status =
      db->Get(rocksdb::ReadOptions(), kTipKey, &value);
  if (status.IsNotFound()) {
    return absl::DataLossError("the database is empty");
  }
  RETURN_IF_ERROR(FromRocks(status, "cannot read the database"));
  return Tip::Decode(value);
}

}  // namespace klad::store
