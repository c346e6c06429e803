// What happens at the server, as it happens.
#ifndef KLAD_CLIENT_EVENTS_H_
#define KLAD_CLIENT_EVENTS_H_

#include <cstdint>
#include <functional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "client/account.h"
#include "klad/v1/event.pb.h"

namespace klad::client {

struct FollowOptions {
  uint64_t after = 0;
  bool wait = false;  // for what comes; else until nothing is newer
  // Told when the way to the server is lost after it was found; the same when
  // it lasts. Then events go on where they stopped.
  std::function<void(const absl::Status&)> lost = [](const absl::Status&) {};
};

// Calls `take` for each message, in order, none lost and none twice, whatever
// happens to connections and server meanwhile. What `take` returns but OK ends
// it. Exit kIntegrity when the server repeats or reorders; kLocked when this
// member may not come in any more.
absl::Status FollowEvents(
    Account* account, const FollowOptions& options,
    absl::FunctionRef<absl::Status(const klad::v1::FollowEventsResponse&)>
        take);

}  // namespace klad::client

#endif  // KLAD_CLIENT_EVENTS_H_
