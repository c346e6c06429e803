#include "server/rpc/call.h"

#include "absl/strings/cord.h"

namespace klad::rpc {
namespace {

constexpr char kMustWait[] = "klad/must-wait";
constexpr char kNothingYet[] = "klad/nothing-yet";
constexpr char kEndOfStream[] = "klad/end-of-stream";

absl::Status Signal(absl::string_view name, absl::string_view text) {
  absl::Status status = absl::UnavailableError(text);
  status.SetPayload(name, absl::Cord());
  return status;
}

bool Is(absl::string_view name, const absl::Status& status) {
  return !status.ok() && status.GetPayload(name).has_value();
}

}  // namespace

absl::Status MustWait() { return Signal(kMustWait, "must wait on a worker"); }
bool IsMustWait(const absl::Status& status) { return Is(kMustWait, status); }

absl::Status NothingYet() { return Signal(kNothingYet, "nothing to send yet"); }
bool IsNothingYet(const absl::Status& status) {
  return Is(kNothingYet, status);
}

absl::Status EndOfStream() { return Signal(kEndOfStream, "nothing follows"); }
bool IsEndOfStream(const absl::Status& status) {
  return Is(kEndOfStream, status);
}

}  // namespace klad::rpc
