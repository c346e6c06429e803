#include "client/wire_status.h"

#include <string>

#include "client/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "klad/v1/error.pb.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::StatusIs;

std::string Details(v1::Reason reason) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  v1::RpcStatus wire;
  wire.add_details()->PackFrom(refusal);
  return wire.SerializeAsString();
}

TEST(WireStatus, RefusalIsReadFromTheDetails) {
  const absl::Status status =
      StatusFromWire(8, "text", Details(v1::REASON_TOO_MANY));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ReasonOf(status), v1::REASON_TOO_MANY);
}

TEST(WireStatus, GarbageInTheDetailsIsNoRefusal) {
  for (const char* details : {"", "\xff\xff\xff", "x"}) {
    const absl::Status status = StatusFromWire(13, "text", details);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInternal));
    EXPECT_EQ(ReasonOf(status), v1::REASON_UNSPECIFIED);
  }
}

TEST(WireStatus, SuccessCarriesNone) {
  EXPECT_OK(StatusFromWire(0, "", Details(v1::REASON_PERMISSION)));
}

}  // namespace
}  // namespace klad::client
