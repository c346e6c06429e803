// What a handler knows about the call it serves.
#ifndef KLAD_SERVER_RPC_CALL_H_
#define KLAD_SERVER_RPC_CALL_H_

#include <chrono>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/access.h"

namespace klad::rpc {

// Valid while the handler runs.
struct Call {
  const access::Caller& caller;
  int64_t now_ms = 0;        // the server's clock when the handler began
  bool can_wait = true;      // on a worker: may wait for a commit
  absl::string_view method;  // "klad.v1.SystemService/Ping"
  absl::string_view raw;     // the request as it came
  uint64_t id = 0;           // of the call in this process's log
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();
};

// A COST_MAY_WAIT handler returns this when it must wait and call.can_wait is
// false. Nothing it did may last: it is run again, on a worker.
absl::Status MustWait();
bool IsMustWait(const absl::Status& status);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_CALL_H_
