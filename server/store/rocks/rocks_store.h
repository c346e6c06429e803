// The embedded engine: RocksDB in one folder, for one process.
//
// A commit is one WriteBatch, one sync of the log and one of the witness.
// After any error of writing or syncing the store is dead: every later commit
// answers kUnavailable, nothing is tried again, and the process should say so
// and end (exit 70): start is recovery.
#ifndef KLAD_SERVER_STORE_ROCKS_ROCKS_STORE_H_
#define KLAD_SERVER_STORE_ROCKS_ROCKS_STORE_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "crypto/base/mutex.h"
#include "server/store/rocks/backup.h"
#include "server/store/rocks/tip.h"
#include "server/store/store.h"

namespace rocksdb {
class DB;
class Env;
class WriteBatch;
}  // namespace rocksdb

namespace klad::store {

class FolderLock;
class Witness;

struct RocksOptions {
  std::string folder;
  // Called at most once, from any thread, when the store dies. Must not call
  // the store.
  std::function<void(const absl::Status&)> on_failure;
  size_t write_buffer_bytes = 16 << 20;
  rocksdb::Env* env = nullptr;  // null: the system's files
};

class RocksStore : public Store {
 public:
  // A new store in a folder that is empty or does not exist, in a parent that
  // does; kAlreadyExists otherwise.
  static absl::StatusOr<std::unique_ptr<RocksStore>> Create(
      RocksOptions options);

  // The store in a folder that Create or Restore made. kNotFound: there is
  // none. kFailedPrecondition: another process is on it. kDataLoss: it is
  // damaged or has lost acknowledged commits; nothing was changed.
  static absl::StatusOr<std::unique_ptr<RocksStore>> Open(RocksOptions options);

  ~RocksStore() override;

  Limits group_limits() const override { return {4096, 4096, 8 << 20}; }

  // Copies the store as of now, while it serves, into `folder`, which must
  // not exist; its parent must. Verified by opening and digesting the copy.
  // kAlreadyExists. Takes as long as reading everything once.
  absl::StatusOr<BackupSummary> Backup(const std::string& folder);

 protected:
  absl::StatusOr<Entry> DoGet(absl::string_view key) override;
  absl::StatusOr<Revision> DoRevisionOf(absl::string_view key) override;
  absl::StatusOr<Page> DoList(const Range& range, absl::string_view after,
                              size_t limit) override;
  absl::StatusOr<Revision> DoCommit(Transaction transaction) override;

 private:
  explicit RocksStore(RocksOptions options);

  absl::Status CreateFiles();
  absl::Status OpenFiles();
  // RocksDB repairs what it opens: so look first, changing nothing.
  absl::Status Inspect() ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);
  absl::Status OpenDatabase(bool create);
  absl::Status CheckExpects(const Transaction& transaction);
  absl::Status Write(rocksdb::WriteBatch* batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_);
  // Marks the store dead; returns what commits answer from now on.
  absl::Status Fail(const absl::Status& status);

  const RocksOptions options_;
  std::atomic<bool> failed_ = false;
  std::unique_ptr<FolderLock> lock_;
  Mutex commit_mutex_;
  std::unique_ptr<Witness> witness_ ABSL_GUARDED_BY(commit_mutex_);
  Tip tip_ ABSL_GUARDED_BY(commit_mutex_);
  Mutex backup_mutex_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_ROCKS_STORE_H_
