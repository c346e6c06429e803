#include "server/rpc/admission.h"

#include <string>

#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "tests/support/status_matchers.h"

namespace klad::rpc {
namespace {

using ::klad::testing::StatusIs;
using std::chrono::milliseconds;

access::Caller Member(char letter) {
  return {access::Caller::Kind::kMember, std::string(16, letter), ""};
}

constexpr SteadyTime kNow{};
const auto kTooMany = StatusIs(absl::StatusCode::kResourceExhausted);

TEST(Admission, EachMemberHasItsOwnLimit) {
  Admission admission({.member_in_flight = 2});
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_THAT(admission.Enter(Member('a'), Lane::kCommon, kNow), kTooMany);
  EXPECT_OK(admission.Enter(Member('b'), Lane::kCommon, kNow));
  admission.Leave(Member('a'), Lane::kCommon);
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_EQ(admission.in_flight(), 3);
}

TEST(Admission, ReservedCallsPassTheLimitOverAll) {
  Admission admission({.in_flight = 1});
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_THAT(admission.Enter(Member('b'), Lane::kCommon, kNow), kTooMany);
  EXPECT_OK(admission.Enter(Member('b'), Lane::kReserved, kNow));
}

TEST(Admission, OneMemberCannotHoldTheReservedLane) {
  Admission admission(Limits{});
  for (int i = 0; i < 4; ++i) {
    EXPECT_OK(admission.Enter(Member('a'), Lane::kReserved, kNow));
  }
  EXPECT_THAT(admission.Enter(Member('a'), Lane::kReserved, kNow), kTooMany);
  EXPECT_OK(admission.Enter(Member('b'), Lane::kReserved, kNow));
}

TEST(Admission, RateSaysWhenToRetry) {
  Admission admission({.member_per_second = 2});
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  const absl::Status status = admission.Enter(Member('a'), Lane::kCommon, kNow);
  EXPECT_THAT(status, kTooMany);
  int retry_ms = 0;
  ASSERT_TRUE(absl::SimpleAtoi(
      access::RefusalOf(status)->fields().at("retry_ms"), &retry_ms));
  EXPECT_GT(retry_ms, 400);
  EXPECT_LT(retry_ms, 600);
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon,
                            kNow + milliseconds(retry_ms)));
}

TEST(Admission, DenialIsADebt) {
  Admission admission({.member_per_second = 100, .denial_cost = 200});
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  admission.ChargeDenial(Member('a'), kNow);
  EXPECT_THAT(
      admission.Enter(Member('a'), Lane::kCommon, kNow + milliseconds(900)),
      kTooMany);
  EXPECT_OK(
      admission.Enter(Member('a'), Lane::kCommon, kNow + milliseconds(1100)));
}

TEST(Admission, StreamsHaveLimitsOfTheirOwn) {
  Admission admission({.open_streams = 3, .member_streams = 2, .in_flight = 1});
  EXPECT_OK(admission.Enter(Member('a'), Lane::kStream, kNow));
  EXPECT_OK(admission.Enter(Member('a'), Lane::kStream, kNow));
  EXPECT_THAT(admission.Enter(Member('a'), Lane::kStream, kNow), kTooMany);
  EXPECT_OK(admission.Enter(Member('b'), Lane::kStream, kNow));
  EXPECT_THAT(admission.Enter(Member('c'), Lane::kStream, kNow), kTooMany);
  EXPECT_OK(admission.Enter(Member('a'), Lane::kCommon, kNow));
  EXPECT_EQ(admission.in_flight(), 4);
  admission.Leave(Member('a'), Lane::kStream);
  EXPECT_OK(admission.Enter(Member('c'), Lane::kStream, kNow));
}

TEST(Admission, LocalCallsAreNobodyElses) {
  Admission admission({.member_in_flight = 1});
  const access::Caller local{access::Caller::Kind::kLocal, "", ""};
  EXPECT_OK(admission.Enter(access::Caller{}, Lane::kCommon, kNow));
  EXPECT_OK(admission.Enter(local, Lane::kCommon, kNow));
  EXPECT_THAT(admission.Enter(local, Lane::kCommon, kNow), kTooMany);
}

}  // namespace
}  // namespace klad::rpc
