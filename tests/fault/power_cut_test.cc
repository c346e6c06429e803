// The power goes at every sync of a workload; what was not synced is
// forgotten, wholly, partly or torn.
#include <memory>
#include <random>
#include <string>

#include "gmock/gmock.h"
#include "tests/fault/fault_file_system.h"
#include "tests/fault/victim.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

constexpr Forget kForgets[] = {Forget::kAll, Forget::kPart, Forget::kTorn};

struct Outcome {
  bool power_went = false;
  absl::Status check;
};

Outcome CutAt(int sync, int variant, const std::string& ignore_sync) {
  Faults faults;
  faults.cut_at_sync = sync;
  faults.cut_after = variant % 2 == 1;
  faults.ignore_sync = ignore_sync;
  const auto fs = std::make_shared<FaultFileSystem>(faults);
  Victim victim;
  EXPECT_TRUE(victim.Run(fs));
  std::mt19937 random(static_cast<unsigned>(sync));
  fs->ForgetUnsynced(kForgets[variant % 3], &random);
  return {fs->power_is_out(), victim.Check()};
}

TEST(PowerCutTest, AcknowledgedCommitsSurviveACutAtEverySync) {
  bool power_went = true;
  int sync = 1;
  for (; power_went; ++sync) {
    for (const int pass : {0, 1}) {
      const Outcome outcome = CutAt(sync, sync + pass * 3, "");
      EXPECT_OK(outcome.check) << "at sync " << sync << ", pass " << pass;
      power_went = outcome.power_went;
    }
  }
  EXPECT_GT(sync, 60);
}

TEST(PowerCutTest, ControlWithoutAnySyncLosesCommits) {
  int lost = 0;
  for (const int sync : {20, 30, 40}) lost += !CutAt(sync, 0, "*").check.ok();
  EXPECT_EQ(lost, 3);
}

TEST(PowerCutTest, WitnessRefusesAStoreThatLostItsLog) {
  for (const int sync : {20, 30, 40}) {
    EXPECT_THAT(CutAt(sync, 0, ".log").check,
                StatusIs(absl::StatusCode::kDataLoss,
                         ::testing::HasSubstr("lost acknowledged changes")));
  }
}

}  // namespace
}  // namespace klad::testing
