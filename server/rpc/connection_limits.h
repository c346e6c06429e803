// How many connections there may be, over all and of one address.
#ifndef KLAD_SERVER_RPC_CONNECTION_LIMITS_H_
#define KLAD_SERVER_RPC_CONNECTION_LIMITS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "server/rpc/limits.h"
#include "server/rpc/token_bucket.h"

namespace klad::rpc {

// Not thread-safe.
class ConnectionLimits {
 public:
  explicit ConnectionLimits(const Limits& limits) : limits_(limits) {}

  // Counts one connection in, until Leave. `group`: PeerAddress::group.
  bool Enter(const std::string& group, SteadyTime now);
  void Leave(const std::string& group);

  int connections() const { return connections_; }

 private:
  struct State {
    TokenBucket bucket;
    int connections = 0;
  };
  State* Find(const std::string& group, SteadyTime now);

  const Limits limits_;
  int connections_ = 0;
  absl::flat_hash_map<std::string, State> states_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_CONNECTION_LIMITS_H_
