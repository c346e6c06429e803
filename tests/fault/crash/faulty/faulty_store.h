// Stores that break what store.h promises, each in one way.
#ifndef KLAD_TESTS_FAULT_CRASH_FAULTY_FAULTY_STORE_H_
#define KLAD_TESTS_FAULT_CRASH_FAULTY_FAULTY_STORE_H_

#include <deque>
#include <memory>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/base/mutex.h"
#include "server/store/memory/memory_store.h"
#include "server/store/wrapper.h"

namespace klad::testing {

// Answers when a commit is in memory and brings it to the disk a little later;
// all of it, if it is given the time to end.
class LateStore : public store::StoreWrapper {
 public:
  static absl::StatusOr<std::unique_ptr<store::Store>> Open(
      std::unique_ptr<store::Store> disk);
  ~LateStore() override;

 protected:
  absl::StatusOr<store::Revision> DoCommit(
      store::Transaction transaction) override;

 private:
  LateStore(std::unique_ptr<store::Store> disk,
            std::unique_ptr<store::MemoryStore> memory);
  void WriteBehind();

  const std::unique_ptr<store::Store> disk_;
  const std::unique_ptr<store::MemoryStore> memory_;
  Mutex mutex_;
  std::deque<store::Transaction> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;
};

// Commits what is done first and the records of it in a second batch.
class SplitStore : public store::StoreWrapper {
 public:
  explicit SplitStore(std::unique_ptr<store::Store> disk)
      : StoreWrapper(disk.get()), disk_(std::move(disk)) {}

 protected:
  absl::StatusOr<store::Revision> DoCommit(
      store::Transaction transaction) override;

 private:
  const std::unique_ptr<store::Store> disk_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_FAULT_CRASH_FAULTY_FAULTY_STORE_H_
