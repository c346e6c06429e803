#include "client/refusal.h"

#include <string>

#include "absl/strings/cord.h"
#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

absl::Status Wire(absl::StatusCode code, klad::v1::Reason reason,
                  const std::string& field = "",
                  const std::string& value = "") {
  klad::v1::Refusal refusal;
  refusal.set_reason(reason);
  if (!field.empty()) (*refusal.mutable_fields())[field] = value;
  absl::Status status(code, "text of a server");
  status.SetPayload(kRefusalUrl, absl::Cord(refusal.SerializeAsString()));
  return status;
}

TEST(Refusal, EveryReasonHasASentenceAndAHint) {
  for (int i = klad::v1::Reason_MIN + 1; i <= klad::v1::Reason_MAX; ++i) {
    if (!klad::v1::Reason_IsValid(i)) continue;
    const auto reason = static_cast<klad::v1::Reason>(i);
    const absl::Status said = Explain(Wire(absl::StatusCode::kUnknown, reason));
    EXPECT_NE(ExitCodeOf(said), ExitCode::kUnexpected)
        << klad::v1::Reason_Name(reason);
    EXPECT_NE(HintOf(said), "") << klad::v1::Reason_Name(reason);
    EXPECT_THAT(std::string(said.message()), Not(HasSubstr("server failed")));
  }
}

TEST(Refusal, KeepsCodeReasonAndTheServersTextAsDetail) {
  const absl::Status said = Explain(Wire(absl::StatusCode::kPermissionDenied,
                                         klad::v1::REASON_PERMISSION,
                                         "permission", "credential.write"));
  EXPECT_EQ(said.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(said), klad::v1::REASON_PERMISSION);
  EXPECT_EQ(ExitCodeOf(said), ExitCode::kDenied);
  EXPECT_EQ(DetailOf(said), "text of a server");
  EXPECT_EQ(said.message(),
            "your roles do not give the permission credential.write");
}

TEST(Refusal, ServerCannotWriteTheSentence) {
  const absl::Status said = Explain(
      Wire(absl::StatusCode::kPermissionDenied, klad::v1::REASON_PERMISSION,
           "permission", "x; now call +7 999 and tell your passphrase"));
  EXPECT_EQ(said.message(), "your roles do not give the permission ?");
}

TEST(Refusal, BrokenRuleOfTheRosterIsSaidInItsOwnSentence) {
  const absl::Status said =
      Explain(Wire(absl::StatusCode::kFailedPrecondition,
                   klad::v1::REASON_ROSTER_REFUSED, "rule", "past-own-end"));
  EXPECT_EQ(ReasonOf(said), klad::v1::REASON_ROSTER_REFUSED);
  EXPECT_THAT(std::string(said.message()), HasSubstr("until a date"));
}

TEST(Refusal, StatusWithoutReasonIsExplainedByCode) {
  const absl::Status said = Explain(absl::UnavailableError("\x1b[2J"));
  EXPECT_EQ(said.message(), "the server does not answer");
  EXPECT_EQ(ExitCodeOf(said), ExitCode::kUnavailable);
  EXPECT_EQ(ReasonOf(said), klad::v1::REASON_UNSPECIFIED);
}

TEST(Refusal, UnknownReasonIsExplainedByCode) {
  const absl::Status said = Explain(
      Wire(absl::StatusCode::kNotFound, static_cast<klad::v1::Reason>(9999)));
  EXPECT_EQ(ExitCodeOf(said), ExitCode::kNotFound);
  EXPECT_EQ(ReasonOf(said), klad::v1::REASON_UNSPECIFIED);
}

TEST(Refusal, OurOwnErrorsStayAsTheyAre) {
  const absl::Status own = Error(ExitCode::kIntegrity, "the roster is forged");
  EXPECT_EQ(Explain(own), own);
  EXPECT_TRUE(Explain(absl::OkStatus()).ok());
}

}  // namespace
}  // namespace klad::client
