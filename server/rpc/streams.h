// The streams that have nothing to send for now, and the one thread that goes
// on with them when something has happened.
#ifndef KLAD_SERVER_RPC_STREAMS_H_
#define KLAD_SERVER_RPC_STREAMS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "crypto/base/mutex.h"
#include "server/rpc/exchange.h"

namespace klad::rpc {

// Thread-safe.
class Streams {
 public:
  // Goes on with one stream; it may be parked again.
  explicit Streams(std::function<void(Exchange*)> advance);
  ~Streams();  // with no stream parked

  // How often something has happened. A stream reads it before it looks for
  // something to send, so that nothing which comes meanwhile is missed.
  uint64_t happened() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Keeps a stream that has found nothing to send, until something happens
  // that was not counted in `seen`, or it is cancelled, or its deadline has
  // passed by at most a second.
  void Park(Exchange* exchange, uint64_t seen) ABSL_LOCKS_EXCLUDED(mutex_);

  // Something happened: all look again. Quick.
  void Wake() ABSL_LOCKS_EXCLUDED(mutex_);

  // This one looks again, if it is parked: it is cancelled.
  void Wake(Exchange* exchange) ABSL_LOCKS_EXCLUDED(mutex_);

  int parked() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Loop() ABSL_LOCKS_EXCLUDED(mutex_);
  void AwaitReady() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TakeExpired() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::function<void(Exchange*)> advance_;
  mutable Mutex mutex_;
  CondVar wake_;
  uint64_t happened_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_set<Exchange*> parked_ ABSL_GUARDED_BY(mutex_);
  std::deque<Exchange*> ready_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_STREAMS_H_
