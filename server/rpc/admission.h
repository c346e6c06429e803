// Who may have how many calls in flight, and how fast.
#ifndef KLAD_SERVER_RPC_ADMISSION_H_
#define KLAD_SERVER_RPC_ADMISSION_H_

#include <array>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "crypto/base/mutex.h"
#include "server/access/access.h"
#include "server/rpc/limits.h"
#include "server/rpc/token_bucket.h"

namespace klad::rpc {

// What a call takes up.
enum class Lane { kCommon, kReserved, kStream };

// Thread-safe.
class Admission {
 public:
  explicit Admission(const Limits& limits) : limits_(limits) {}

  // Counts one call in, until Leave with the same arguments. Otherwise
  // TOO_MANY with retry_ms. A reserved call is let in beyond the limit over
  // all, but a caller has few of those. Streams have limits of their own.
  absl::Status Enter(const access::Caller& caller, Lane lane, SteadyTime now)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Leave(const access::Caller& caller, Lane lane)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // A denied call costs more, since it is written down for good.
  void ChargeDenial(const access::Caller& caller, SteadyTime now)
      ABSL_LOCKS_EXCLUDED(mutex_);

  int in_flight() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct State {
    TokenBucket bucket;
    std::array<int, 3> in_flight{};  // by lane
  };
  bool IsFull(const State& state, Lane lane) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  State& Find(const std::string& id, SteadyTime now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  mutable Mutex mutex_;
  std::array<int, 3> in_flight_ ABSL_GUARDED_BY(mutex_){};  // by lane
  absl::flat_hash_map<std::string, State> states_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_ADMISSION_H_
