// A store that fails on command.
#ifndef KLAD_TESTS_SUPPORT_FAULT_STORE_H_
#define KLAD_TESTS_SUPPORT_FAULT_STORE_H_

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"
#include "server/store/wrapper.h"

namespace klad::testing {

// Safe for concurrent use.
class FaultStore : public store::StoreWrapper {
 public:
  explicit FaultStore(store::Store* inner) : StoreWrapper(inner) {}

  // The n-th commit from now (1: the next) answers kUnavailable and has not
  // happened.
  void FailBefore(int nth) { before_ = commits_ + nth; }
  // The same, and it has happened.
  void FailAfter(int nth) { after_ = commits_ + nth; }
  void FailReads(bool fail) { fail_reads_ = fail; }
  void DelayCommits(std::chrono::milliseconds delay) { delay_ = delay; }

  // Commits wait inside the store until they are released.
  void Hold() {
    MutexLock lock(&mutex_);
    held_ = true;
  }
  void Release() {
    MutexLock lock(&mutex_);
    held_ = false;
    released_.SignalAll();
  }

  int commits() const { return commits_; }

 protected:
  absl::StatusOr<store::Entry> DoGet(absl::string_view key) override {
    if (fail_reads_) return Broken();
    return StoreWrapper::DoGet(key);
  }
  absl::StatusOr<store::Revision> DoRevisionOf(absl::string_view key) override {
    if (fail_reads_) return Broken();
    return StoreWrapper::DoRevisionOf(key);
  }
  absl::StatusOr<store::Page> DoList(const store::Range& range,
                                     absl::string_view after,
                                     size_t limit) override {
    if (fail_reads_) return Broken();
    return StoreWrapper::DoList(range, after, limit);
  }
  absl::StatusOr<store::Revision> DoCommit(
      store::Transaction transaction) override {
    const int commit = ++commits_;
    std::this_thread::sleep_for(delay_.load());
    WaitForRelease();
    if (commit == before_) return Broken();
    auto revision = StoreWrapper::DoCommit(std::move(transaction));
    if (commit == after_) return Broken();
    return revision;
  }

 private:
  static absl::Status Broken() {
    return absl::UnavailableError("the storage does not answer");
  }

  void WaitForRelease() {
    MutexLock lock(&mutex_);
    while (held_) released_.Wait(&mutex_);
  }

  Mutex mutex_;
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  CondVar released_;
  std::atomic<int> commits_ = 0;
  std::atomic<int> before_ = 0;
  std::atomic<int> after_ = 0;
  std::atomic<bool> fail_reads_ = false;
  std::atomic<std::chrono::milliseconds> delay_{};
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_FAULT_STORE_H_
