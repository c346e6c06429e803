// What a handler knows about the call it serves.
#ifndef KLAD_SERVER_RPC_CALL_H_
#define KLAD_SERVER_RPC_CALL_H_

#include <chrono>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/access/access.h"

namespace klad::rpc {

// Where a stream stands between its messages: the handler's own, 0 at first.
struct StreamState {
  uint64_t at = 0;    // what it has looked at
  uint64_t told = 0;  // what the caller knows of that
};

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
  StreamState* stream = nullptr;  // of a method that streams
};

// The handler of a method that streams makes one message a run: it is run
// again, policy and all, when that has been written out. It returns NothingYet
// when there is none, and is run again when something has happened; or
// EndOfStream. It never waits.
absl::Status NothingYet();
bool IsNothingYet(const absl::Status& status);
absl::Status EndOfStream();
bool IsEndOfStream(const absl::Status& status);

// A COST_MAY_WAIT handler returns this when it must wait and call.can_wait is
// false. Nothing it did may last: it is run again, on a worker.
absl::Status MustWait();
bool IsMustWait(const absl::Status& status);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_CALL_H_
