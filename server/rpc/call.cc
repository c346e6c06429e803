#include "server/rpc/call.h"

#include "absl/strings/cord.h"

namespace klad::rpc {
namespace {

constexpr char kMustWait[] = "klad/must-wait";

}  // namespace

absl::Status MustWait() {
  absl::Status status = absl::UnavailableError("must wait on a worker");
  status.SetPayload(kMustWait, absl::Cord());
  return status;
}

bool IsMustWait(const absl::Status& status) {
  return !status.ok() && status.GetPayload(kMustWait).has_value();
}

}  // namespace klad::rpc
