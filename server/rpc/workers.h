// A fixed pool of threads behind a bounded queue.
#ifndef KLAD_SERVER_RPC_WORKERS_H_
#define KLAD_SERVER_RPC_WORKERS_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"

namespace klad::rpc {

// Thread-safe.
class Workers {
 public:
  Workers(size_t threads, size_t queue);
  ~Workers();  // Stop

  // False when the queue is full, or after Stop.
  bool Add(std::function<void()> work) ABSL_LOCKS_EXCLUDED(mutex_);

  // Does what is queued, then ends the threads.
  void Stop() ABSL_LOCKS_EXCLUDED(mutex_);

  size_t queued() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Work() ABSL_LOCKS_EXCLUDED(mutex_);

  const size_t limit_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_WORKERS_H_
