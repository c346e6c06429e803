#include "client/cli/interrupt.h"

#include <unistd.h>

#include "client/exit_code.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

TEST(InterruptTest, CtrlCIsNotedAndTheProcessGoesOn) {
  const Interrupt interrupt;
  EXPECT_FALSE(interrupt.Requested());
  ASSERT_EQ(raise(SIGINT), 0);
  EXPECT_TRUE(interrupt.Requested());
}

TEST(InterruptTest, EachBeginsAnew) {
  {
    const Interrupt interrupt;
    ASSERT_EQ(raise(SIGINT), 0);
  }
  const Interrupt again;
  EXPECT_FALSE(again.Requested());
}

TEST(InterruptDeathTest, SecondCtrlCEndsAtOnce) {
  const auto twice = [] {
    const Interrupt interrupt;
    raise(SIGINT);
    raise(SIGINT);
  };
  EXPECT_EXIT(
      twice(),
      ::testing::ExitedWithCode(static_cast<int>(client::ExitCode::kAborted)),
      "");
}

TEST(InterruptDeathTest, AfterwardsCtrlCDoesWhatItDid) {
  EXPECT_EXIT(
      {
        signal(SIGINT, [](int) { _exit(42); });
        { const Interrupt interrupt; }
        raise(SIGINT);
      },
      ::testing::ExitedWithCode(42), "");
}

}  // namespace
}  // namespace klad::cli
