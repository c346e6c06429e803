// The open connections, each held by a duplicate of its descriptor: so we know
// when gRPC lets go, and can shut what gRPC gives us no handle for.
#ifndef KLAD_SERVER_RPC_CONNECTIONS_H_
#define KLAD_SERVER_RPC_CONNECTIONS_H_

#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "server/rpc/connection_limits.h"
#include "server/rpc/fd.h"
#include "server/rpc/peer_address.h"

namespace klad::rpc {

// Thread-safe.
class Connections {
 public:
  explicit Connections(const Limits& limits) : limits_(limits) {}

  // Takes a connection up if the limits allow; a number for it, else 0. The
  // caller watches `*watch`, our duplicate, until it hangs up, and then calls
  // Forget.
  uint64_t Add(int fd, PeerAddress peer, SteadyTime now, int* watch)
      ABSL_LOCKS_EXCLUDED(mutex_);
  void Forget(uint64_t number) ABSL_LOCKS_EXCLUDED(mutex_);

  // A call of this member came in over the connection from `uri`.
  void Claim(absl::string_view uri, absl::string_view member_id)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Shuts the member's connections down, whoever else holds them.
  void CloseMember(absl::string_view member_id) ABSL_LOCKS_EXCLUDED(mutex_);

  int count() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Connection {
    Fd fd;
    PeerAddress peer;
    std::string member;  // empty: no call yet
  };

  mutable Mutex mutex_;
  ConnectionLimits limits_ ABSL_GUARDED_BY(mutex_);
  uint64_t next_ ABSL_GUARDED_BY(mutex_) = 1;
  absl::flat_hash_map<uint64_t, Connection> open_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, uint64_t> by_uri_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_CONNECTIONS_H_
