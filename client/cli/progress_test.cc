#include "client/cli/progress.h"

#include <sstream>

#include "client/cli/fake_terminal.h"
#include "gtest/gtest.h"

namespace klad::cli {
namespace {

class ProgressTest : public ::testing::Test {
 protected:
  ProgressTest() { terminal_.output_is_terminal = true; }

  std::function<absl::Time()> Clock() {
    return [this] { return now_; };
  }
  std::string Taken() {
    std::string text = err_.str();
    err_.str("");
    return text;
  }

  FakeTerminal terminal_;
  std::ostringstream err_;
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
};

TEST_F(ProgressTest, ShortWorkShowsNothing) {
  {
    Progress progress(err_, terminal_, Clock());
    progress.Show(1, 3);
    now_ += absl::Milliseconds(999);
    progress.Show(2, 3);
  }
  EXPECT_EQ(Taken(), "");
}

TEST_F(ProgressTest, LongWorkIsDrawnInPlaceAndErased) {
  {
    Progress progress(err_, terminal_, Clock());
    now_ += absl::Seconds(1);
    progress.Show(3700, 10000);
    EXPECT_EQ(Taken(), "\r\033[K3700 of 10000");
  }
  EXPECT_EQ(Taken(), "\r\033[K");
}

TEST_F(ProgressTest, IsDrawnTenTimesASecondAtMost) {
  Progress progress(err_, terminal_, Clock());
  now_ += absl::Seconds(1);
  progress.Show(1, 9);
  now_ += absl::Milliseconds(99);
  progress.Show(2, 9);
  now_ += absl::Milliseconds(1);
  progress.Show(3, 9);
  EXPECT_EQ(Taken(), "\r\033[K1 of 9\r\033[K3 of 9");
}

TEST_F(ProgressTest, ErasesOnce) {
  Progress progress(err_, terminal_, Clock());
  now_ += absl::Seconds(1);
  progress.Show(1, 2);
  progress.Erase();
  Taken();
  progress.Erase();
  EXPECT_EQ(Taken(), "");
}

TEST_F(ProgressTest, NothingWhereNobodyLooks) {
  terminal_.output_is_terminal = false;
  {
    Progress progress(err_, terminal_, Clock());
    now_ += absl::Hours(1);
    progress.Show(1, 2);
  }
  EXPECT_EQ(Taken(), "");
}

}  // namespace
}  // namespace klad::cli
