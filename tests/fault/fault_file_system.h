// A RocksDB file system on which the power goes at a chosen sync, or a chosen
// call fails. It never syncs for real: Unsynced knows what would be lost.
#ifndef KLAD_TESTS_FAULT_FAULT_FILE_SYSTEM_H_
#define KLAD_TESTS_FAULT_FAULT_FILE_SYSTEM_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"
#include "rocksdb/file_system.h"
#include "tests/fault/unsynced.h"

namespace klad::testing {

struct Faults {
  int cut_at_sync = 0;      // counted from 1; 0: never
  bool cut_after = false;   // the sync still takes effect
  int fail_call = 0;        // the n-th changing call fails once; 0: never
  std::string ignore_sync;  // of files so ending, "*": all: answers OK, does
                            // nothing
};

// Safe for concurrent use.
class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(Faults faults);

  bool power_is_out();
  bool call_failed();
  // After everything is closed.
  void ForgetUnsynced(Forget forget, std::mt19937* random);

  const char* Name() const override { return "FaultFileSystem"; }
  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // For the files: `change` runs when the call is let through, and on success
  // `note` tells Unsynced.
  using Note = std::function<void(Unsynced*)>;
  rocksdb::IOStatus Change(const std::function<rocksdb::IOStatus()>& change,
                           const Note& note);
  rocksdb::IOStatus Sync(const std::string& path, const Note& note);

 private:
  rocksdb::IOStatus Admit() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Ignores(const std::string& path) const;

  const Faults faults_;
  Mutex mutex_;
  Unsynced unsynced_ ABSL_GUARDED_BY(mutex_);
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  int syncs_ ABSL_GUARDED_BY(mutex_) = 0;
  bool out_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_FAULT_FILE_SYSTEM_H_
