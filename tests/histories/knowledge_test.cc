// Thousands of short random histories of invitations, grants, roles, epochs
// and departures, each ended as an owner's client ends it: what is due is
// renewed. Longer ones are walked step by step beside the code
// (crypto/roster/knowledge_test.cc).
#include <algorithm>
#include <cstdlib>

#include "crypto/roster/holders.h"
#include "crypto/roster/testing/random_history.h"
#include "gtest/gtest.h"

namespace klad::crypto::roster {
namespace {

// More with KLAD_HISTORIES, for deploy/soak.
int Histories() {
  const char* wanted = std::getenv("KLAD_HISTORIES");
  return wanted != nullptr ? std::atoi(wanted) : 2000;
}

constexpr int kSteps = 60;

bool HasLeft(const State& state, const Holder& who) {
  const Member* member = state.FindMember(who.id);
  return !who.is_invitation && member != nullptr && !member->active();
}

TEST(KnowledgeTest, NoLeaverKnowsACurrentKey) {
  int leavers = 0;
  int departed = 0;
  for (int seed = 1; seed <= Histories(); ++seed) {
    RandomHistory history(seed);
    for (int i = 0; i < kSteps; ++i) history.Step();
    history.RenewDue();
    const State& state = history.org().state();
    for (const auto& [id, member] : state.facts().members) {
      leavers += member.state() == MemberState::kSuspended;
      departed += member.state() == MemberState::kDeparted;
    }
    for (const KeyName& key : LiveKeys(state.facts())) {
      const auto knows = history.WhoKnows(key);
      EXPECT_EQ(knows, history.WhoMayOpen(key)) << "history " << seed;
      EXPECT_EQ(knows, state.HoldersOf(key)) << "history " << seed;
      for (const Holder& who : knows) {
        EXPECT_FALSE(HasLeft(state, who)) << "history " << seed;
      }
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(leavers, Histories() / 4);
  EXPECT_GT(departed, Histories() / 4);
  printf("%d histories of %d steps: %d suspended, %d departed\n", Histories(),
         kSteps, leavers, departed);
}

}  // namespace
}  // namespace klad::crypto::roster
