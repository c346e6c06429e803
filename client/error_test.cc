#include "client/error.h"

#include "absl/strings/cord.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

constexpr ExitCode kAll[] = {
    ExitCode::kUnexpected, ExitCode::kUsage,       ExitCode::kAborted,
    ExitCode::kLocked,     ExitCode::kDenied,      ExitCode::kNotFound,
    ExitCode::kConflict,   ExitCode::kUnavailable, ExitCode::kIntegrity};

TEST(Error, KeepsExitCodeSentenceAndHint) {
  const absl::Status error =
      Error(ExitCode::kNotFound, "no safe named ads", "klad safe list");
  EXPECT_EQ(error.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ExitCodeOf(error), ExitCode::kNotFound);
  EXPECT_EQ(error.message(), "no safe named ads");
  EXPECT_EQ(HintOf(error), "klad safe list");
  EXPECT_EQ(DetailOf(error), "");
  EXPECT_TRUE(IsSpoken(error));
}

TEST(Error, EveryExitCodeSurvivesItsStatusCode) {
  for (const ExitCode code : kAll) {
    EXPECT_EQ(ExitCodeOf(Error(code, "x")), code);
    EXPECT_EQ(ExitCodeOf(absl::Status(Error(code, "x").code(), "x")), code)
        << ExitCodeName(code);
  }
}

TEST(Error, ForeignStatusGetsItsExitCodeByCode) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), ExitCode::kOk);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")),
            ExitCode::kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), ExitCode::kConflict);
  EXPECT_EQ(ExitCodeOf(absl::UnknownError("")), ExitCode::kUnexpected);
  EXPECT_FALSE(IsSpoken(absl::UnknownError("")));
}

TEST(Error, HintOnOkIsNoError) {
  EXPECT_TRUE(WithHint(absl::OkStatus(), "do that").ok());
}

TEST(Error, NumbersAreFrozen) {
  EXPECT_EQ(static_cast<int>(ExitCode::kUsage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::kAborted), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::kLocked), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::kDenied), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::kNotFound), 6);
  EXPECT_EQ(static_cast<int>(ExitCode::kConflict), 7);
  EXPECT_EQ(static_cast<int>(ExitCode::kUnavailable), 8);
  EXPECT_EQ(static_cast<int>(ExitCode::kIntegrity), 9);
}

}  // namespace
}  // namespace klad::client
