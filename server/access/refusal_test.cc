#include "server/access/refusal.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::access {
namespace {

using ::klad::testing::StatusIs;

TEST(Refusal, ComesBackWithItsFields) {
  const absl::Status status =
      Refuse(v1::REASON_BAD_FIELD, {{"field", "safe"}, {"limit", "16"}});
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  const auto refusal = RefusalOf(status);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->reason(), v1::REASON_BAD_FIELD);
  EXPECT_EQ(refusal->fields().at("field"), "safe");
  EXPECT_EQ(refusal->fields().at("limit"), "16");
}

TEST(Refusal, OtherStatusesCarryNone) {
  EXPECT_FALSE(RefusalOf(absl::OkStatus()).has_value());
  EXPECT_FALSE(RefusalOf(absl::InternalError("x")).has_value());
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), v1::REASON_UNSPECIFIED);
}

// A reason that falls through to kInternal was forgotten in the map.
TEST(Refusal, EveryReasonHasACode) {
  const auto* reasons = v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<v1::Reason>(reasons->value(i)->number());
    EXPECT_EQ(CodeOf(reason) == absl::StatusCode::kInternal,
              reason == v1::REASON_UNSPECIFIED)
        << reasons->value(i)->name();
  }
}

TEST(Refusal, OnlyWhatOneMayNotIsADenial) {
  EXPECT_TRUE(IsDenial(v1::REASON_PERMISSION));
  EXPECT_TRUE(IsDenial(v1::REASON_NOT_A_MEMBER));
  EXPECT_TRUE(IsDenial(v1::REASON_NO_ACCESS));
  EXPECT_TRUE(IsDenial(v1::REASON_ROSTER_REFUSED));
  EXPECT_TRUE(IsDenial(v1::REASON_CHANGE_REFUSED));
  EXPECT_FALSE(IsDenial(v1::REASON_SAFE_MOVED));
  EXPECT_FALSE(IsDenial(v1::REASON_BAD_FIELD));
  EXPECT_FALSE(IsDenial(v1::REASON_UNSPECIFIED));
}

}  // namespace
}  // namespace klad::access
