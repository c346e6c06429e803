#include "client/events.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "client/error.h"
#include "client/refusal.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using klad::v1::FollowEventsRequest;
using klad::v1::FollowEventsResponse;
using std::chrono::milliseconds;

constexpr char kFollow[] = "klad.v1.EventService/Follow";
constexpr milliseconds kFirstPause(100);
constexpr milliseconds kLongestPause(5'000);

// Each event lies behind the message before and not behind the one before it.
absl::Status CheckOrder(const FollowEventsResponse& message, uint64_t after) {
  uint64_t last = after + 1;
  for (const klad::v1::Event& event : message.events()) {
    if (event.sequence() < last || event.sequence() > message.sequence()) {
      last = 0;
      break;
    }
    last = event.sequence();
  }
  if (last != 0 && message.sequence() > after) return absl::OkStatus();
  return Unverified(Tr("the server repeats events or changes their order"));
}

// What passes by itself: the server restarts, the half hour is over.
bool Passes(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case klad::v1::REASON_DEADLINE:
    case klad::v1::REASON_DRAINING:
    case klad::v1::REASON_TOO_MANY:
      return true;
    case klad::v1::REASON_UNSPECIFIED:
      return ExitCodeOf(status) == ExitCode::kUnavailable ||
             absl::IsCancelled(status) || absl::IsDeadlineExceeded(status);
    default:
      return false;
  }
}

}  // namespace

absl::Status FollowEvents(
    Account* account, const FollowOptions& options,
    absl::FunctionRef<absl::Status(const FollowEventsResponse&)> take) {
  RETURN_IF_ERROR(account->CatchUp());
  FollowEventsRequest request;
  request.set_after(options.after);
  request.set_wait(options.wait);
  absl::Status stopped;
  for (milliseconds pause = kFirstPause;;
       pause = std::min(pause * 2, kLongestPause)) {
    FollowEventsResponse message;
    const auto taken = [&]() -> absl::Status {
      pause = kFirstPause;
      stopped = CheckOrder(message, request.after());
      if (stopped.ok()) stopped = take(message);
      request.set_after(message.sequence());
      return stopped;
    };
    absl::Status status =
        account->Stream(kFollow, request, &message, taken);
    if (!stopped.ok()) return stopped;
    if (status.ok() && !options.wait) return status;
    if (!status.ok() && !Passes(status)) return status;
    if (!status.ok()) options.lost(status);
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace klad::client
