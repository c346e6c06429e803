#include "crypto/roster/testing/knowledge.h"

#include <algorithm>

#include "crypto/roster/holders.h"
#include "crypto/roster/testing/random_history.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {
namespace {

// Thousands of short ones: tests/histories.
constexpr int kHistories = 5;
constexpr int kSteps = 400;
constexpr int kCheckEvery = 10;
constexpr int kRenewEvery = 40;

bool IsWithin(const std::set<Holder>& some, const std::set<Holder>& all) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

class KnowledgeTest : public ::testing::TestWithParam<int> {};

TEST_P(KnowledgeTest, HoldersAreExactlyWhoKnows) {
  RandomHistory history(GetParam());
  for (int i = 0; i < kSteps; ++i) {
    history.Step();
    if (i % kRenewEvery == kRenewEvery - 1) history.RenewDue();
    if (i % kCheckEvery != 0) continue;
    const auto live = LiveKeys(history.org().state().facts());
    ASSERT_EQ(std::set<KeyName>(live.begin(), live.end()), history.LiveKeys());
    for (const KeyName& key : live) {
      ASSERT_EQ(history.org().state().HoldersOf(key), history.WhoKnows(key))
          << "step " << i;
    }
  }
  EXPECT_GT(history.org().entries().size(), 150u);
}

TEST_P(KnowledgeTest, OnceDueKeysAreRenewedExactlyWhoMayOpenKnows) {
  RandomHistory history(GetParam());
  for (int i = 0; i < kSteps; ++i) {
    history.Step();
    if (i % kCheckEvery != 0) continue;
    if (i % kRenewEvery == 0) history.RenewDue();
    const State& state = history.org().state();
    EXPECT_TRUE(i % kRenewEvery != 0 ||
                state.Due(history.org().now_ms()).empty());
    for (const KeyName& key : history.LiveKeys()) {
      const auto knows = history.WhoKnows(key);
      const auto may = history.WhoMayOpen(key);
      ASSERT_TRUE(IsWithin(may, knows)) << "step " << i;
      if (i % kRenewEvery != 0) continue;
      ASSERT_EQ(knows, may) << "step " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Histories, KnowledgeTest,
                         ::testing::Range(1, kHistories + 1));

// The model must be able to see the error it is there for: keys renewed by
// what a leaver could open when leaving.
TEST(KnowledgeControlTest, RenewalByAccessLeavesKeysWithLeavers) {
  int broken = 0;
  for (int seed = 1; seed <= kHistories; ++seed) {
    RandomHistory history(seed);
    for (int i = 0; i < kSteps / 2; ++i) {
      history.Step();
      history.RenewByAccessAtLeaving();
    }
    bool leaked = false;
    for (const KeyName& key : history.LiveKeys()) {
      for (const Holder& who : history.WhoKnows(key)) {
        const Member* member = history.org().state().FindMember(who.id);
        leaked |=
            member != nullptr && member->state() == MemberState::kSuspended;
      }
    }
    broken += leaked;
  }
  EXPECT_GE(broken, kHistories / 4);
}

}  // namespace
}  // namespace klad::crypto::roster
