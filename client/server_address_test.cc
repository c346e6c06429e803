#include "client/server_address.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::StatusIs;

std::string Target(absl::string_view text) {
  return GrpcTarget(*ParseServerAddress(text));
}

TEST(ServerAddress, OnlyNamesAreResolved) {
  EXPECT_EQ(Target("klad.example:7443"), "dns:///klad.example:7443");
  EXPECT_EQ(Target("127.0.0.1:7443"), "ipv4:127.0.0.1:7443");
  EXPECT_EQ(Target("[::1]:7443"), "ipv6:[::1]:7443");
}

TEST(ServerAddress, OtherFormsAreRefused) {
  for (const char* text :
       {"", "klad.example", "klad.example:", "klad.example:0", ":7443",
        "klad.example:70000", "::1:7443", "[::1:7443", "[klad]:7443",
        "unix:/tmp/x:1", "a/b:7443"}) {
    EXPECT_THAT(ParseServerAddress(text),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << text;
  }
}

}  // namespace
}  // namespace klad::client
