#include "crypto/roster/due.h"

#include <algorithm>

#include "crypto/roster/testing/cast.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using trust::v1::LEVEL_READ;
using trust::v1::LEVEL_WRITE;

class DueTest : public ::testing::Test {
 protected:
  DueTest() { c_.org.RenewDue(); }

  std::vector<std::string> Keys() {
    std::vector<std::string> out;
    for (const DueKey& due : c_.org.state().Due(c_.org.now_ms())) {
      out.push_back(due.key.is_role() ? due.key.name : "safe");
    }
    return out;
  }
  std::vector<std::pair<Holder, Why>> Reasons(const KeyName& key) {
    for (const DueKey& due : c_.org.state().Due(c_.org.now_ms())) {
      if (due.key == key) return due.reasons;
    }
    return {};
  }
  bool Holds(const TestMember& member, const KeyName& key,
             uint32_t incarnation = 1) {
    return c_.org.state().HoldersOf(key).count(
               {false, member.id, incarnation}) != 0;
  }
  void Add(const TestMember& author, const Entry& entry,
           const TestMember* other = nullptr) {
    ASSERT_OK(c_.org.Add(author, entry, other));
  }

  Cast c_;
  const KeyName safe_ = KeyName::Safe(c_.safe);
  const KeyName marketer_ = KeyName::Role("marketer");
};

TEST_F(DueTest, NothingIsDueWhenAllIsRenewed) {
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, EndingShedsNobodyUntilTheNextEpoch) {
  Add(c_.founder, Revoked(c_.org, c_.safe, {false, c_.rita.id}));
  EXPECT_TRUE(Holds(c_.rita, safe_));
  Add(c_.founder, c_.org.DraftSafeEpoch(c_.safe));
  EXPECT_FALSE(Holds(c_.rita, safe_));
}

TEST_F(DueTest, SuspendedMembersKeysAreDue) {
  c_.org.Suspend(c_.wim.id);
  EXPECT_THAT(Keys(), ElementsAre("marketer", "safe"));
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.wim.id, 1}, Why::kSuspended)));
}

TEST_F(DueTest, ResumedMembersKeysAreNotDue) {
  c_.org.Suspend(c_.wim.id);
  Add(c_.founder, Resumed(c_.org, c_.wim.id));
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, EverythingIsDueOfASuspendedOwnerAndOwnerComesFirst) {
  c_.org.Suspend(c_.olga.id);
  EXPECT_THAT(Keys(), ElementsAre("owner", "contractor", "head", "marketer",
                                  "pr", "safe"));
}

TEST_F(DueTest, OwnerWhoStopsBeingOneLeavesEverythingDue) {
  c_.org.TakeRole(c_.olga.id, kOwner);
  EXPECT_EQ(Keys().size(), 6u);
  EXPECT_THAT(Reasons(KeyName::Role(kOwner)),
              ElementsAre(Pair(Holder{false, c_.olga.id, 1}, Why::kRoleLeft)));
}

TEST_F(DueTest, RevokedGrantLeavesTheSafeDue) {
  Add(c_.founder, Revoked(c_.org, c_.safe, {false, c_.rita.id}));
  EXPECT_THAT(Keys(), ElementsAre("safe"));
  EXPECT_THAT(Reasons(safe_), ElementsAre(Pair(Holder{false, c_.rita.id, 1},
                                               Why::kGrantEnded)));
}

TEST_F(DueTest, GrantThatIsOverLeavesTheSafeDue) {
  c_.org.Wait(c_.maks_end_ms - c_.org.now_ms() - 1);
  EXPECT_THAT(Reasons(safe_), IsEmpty());
  c_.org.Wait(1);
  EXPECT_THAT(Reasons(safe_), ElementsAre(Pair(Holder{false, c_.maks.id, 1},
                                               Why::kGrantEnded)));
}

TEST_F(DueTest, LoweredGrantLeavesTheSafeDueForWriting) {
  c_.org.Grant(c_.safe, c_.wim.id, LEVEL_READ);
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.wim.id, 1}, Why::kWriteLost)));
  c_.org.RenewDue();
  EXPECT_THAT(Keys(), IsEmpty());
  EXPECT_TRUE(Holds(c_.wim, safe_));
}

TEST_F(DueTest, ReaderWhoNeverWroteLeavesNothingDue) {
  c_.org.Grant(c_.safe, c_.rita.id, LEVEL_READ, c_.org.now_ms() + 99 * kDayMs);
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, WritingLostWithARoleLeavesTheSafeDue) {
  c_.org.GrantRole(c_.safe, "pr", LEVEL_WRITE);
  c_.org.GiveRole(c_.rita.id, "pr");
  EXPECT_THAT(Keys(), IsEmpty());
  c_.org.TakeRole(c_.rita.id, "pr");
  EXPECT_THAT(Keys(), ElementsAre("pr", "safe"));
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.rita.id, 1}, Why::kWriteLost)));
}

TEST_F(DueTest, SafeStaysDueAfterItsRolesNewEpoch) {
  c_.org.GrantRole(c_.safe, "pr", LEVEL_READ);
  c_.org.GiveRole(c_.mira.id, "pr");
  c_.org.TakeRole(c_.mira.id, "pr");
  EXPECT_THAT(Keys(), ElementsAre("pr", "safe"));
  Add(c_.founder, c_.org.DraftRoleEpoch("pr"));
  EXPECT_THAT(Keys(), ElementsAre("safe"));
  Add(c_.founder, c_.org.DraftSafeEpoch(c_.safe));
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, WhoHasTheRolesPresentHoldsWhatItsPastOpens) {
  c_.org.GrantRole(c_.safe, "pr", LEVEL_READ);
  Add(c_.founder, c_.org.DraftRoleEpoch("pr"));
  c_.org.GiveRole(c_.mira.id, "pr");
  EXPECT_TRUE(Holds(c_.mira, safe_));
}

TEST_F(DueTest, EndedRoleLeavesItsSafesDue) {
  c_.org.GrantRole(c_.safe, "marketer", LEVEL_READ);
  Add(c_.founder, RoleEnded(c_.org, "marketer"));
  EXPECT_THAT(Keys(), ElementsAre("safe"));
  EXPECT_TRUE(Holds(c_.mira, safe_));
}

TEST_F(DueTest, RoleThatIsOverLeavesItsKeyDue) {
  c_.org.Wait(c_.cora_end_ms - c_.org.now_ms());
  const auto reasons = Reasons(KeyName::Role(kContractor));
  EXPECT_THAT(reasons,
              ElementsAre(Pair(Holder{false, c_.cora.id, 1}, Why::kRoleLeft)));
}

TEST_F(DueTest, InvitationUnusedInTimeLeavesItsRolesDue) {
  EXPECT_TRUE(
      c_.org.state().HoldersOf(marketer_).count({true, c_.letter.id, 0}));
  c_.org.Wait(7 * kDayMs);
  EXPECT_THAT(Keys(), ElementsAre("marketer"));
  EXPECT_THAT(
      Reasons(marketer_),
      ElementsAre(Pair(Holder{true, c_.letter.id, 0}, Why::kInvitationEnded)));
}

TEST_F(DueTest, InvitationWithdrawnLeavesItsRolesDue) {
  Add(c_.founder, Withdrawn(c_.org, c_.letter.id));
  EXPECT_THAT(Keys(), ElementsAre("marketer"));
}

TEST_F(DueTest, InvitationOfASuspendedOwnerIsOver) {
  c_.org.Suspend(c_.olga.id);
  const auto reasons = Reasons(marketer_);
  EXPECT_THAT(reasons,
              UnorderedElementsAre(
                  Pair(Holder{false, c_.olga.id, 1}, Why::kSuspended),
                  Pair(Holder{true, c_.letter.id, 0}, Why::kInvitationEnded)));
}

TEST_F(DueTest, UsedInvitationHoldsAsInviteeAndInviter) {
  Add(c_.letter, c_.org.DraftJoined(c_.letter, c_.wanda), &c_.wanda);
  EXPECT_FALSE(
      c_.org.state().HoldersOf(marketer_).count({true, c_.letter.id, 0}));
  EXPECT_TRUE(Holds(c_.wanda, marketer_));
  EXPECT_TRUE(Holds(c_.olga, marketer_));
  EXPECT_THAT(Keys(), IsEmpty());
}

// The inviter knows the line, and with it whatever was sealed to it.
TEST_F(DueTest, InviterHoldsThroughTheLineEvenWithoutOwnersKey) {
  c_.org.TakeRole(c_.olga.id, kOwner);
  Add(c_.founder, c_.org.DraftRoleEpoch(kOwner));
  EXPECT_TRUE(Holds(c_.olga, marketer_));
  Add(c_.founder, c_.org.DraftRoleEpoch("marketer"));
  EXPECT_FALSE(Holds(c_.olga, marketer_));
}

TEST_F(DueTest, LostIdentityIsAnotherHolderThanTheOneThatJoinedAgain) {
  Add(c_.founder, Lost(c_.org, c_.wim.id));
  EXPECT_THAT(Reasons(safe_), ElementsAre(Pair(Holder{false, c_.wim.id, 1},
                                               Why::kIdentityLost)));
  const TestMember again = c_.org.WithNewKeys(c_.wim);
  const TestMember letter = c_.org.Invite(again, {{"marketer"}});
  Add(letter, c_.org.DraftJoined(letter, again), &again);
  c_.org.Grant(c_.safe, again.id, LEVEL_WRITE);
  EXPECT_THAT(Reasons(safe_), ElementsAre(Pair(Holder{false, c_.wim.id, 1},
                                               Why::kIdentityLost)));
  c_.org.RenewDue();
  EXPECT_FALSE(Holds(c_.wim, safe_));
  EXPECT_TRUE(Holds(again, safe_, 2));
}

TEST_F(DueTest, MovedMemberIsTheSameHolder) {
  const TestMember wim = c_.org.WithNewKeys(c_.wim);
  Add(c_.wim, Moved(c_.org, wim), &wim);
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, EndedToolLeavesItsSafesDue) {
  c_.org.Grant(c_.safe, c_.bot.id, LEVEL_READ, c_.org.now_ms() + 999 * kDayMs);
  EXPECT_THAT(Keys(), IsEmpty());
  Add(c_.founder, ToolEnded(c_.org, c_.bot.id));
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.bot.id, 1}, Why::kToolEnded)));
}

TEST_F(DueTest, ToolPastItsEndLeavesItsSafesDue) {
  c_.org.Grant(c_.safe, c_.bot.id, LEVEL_READ, c_.org.now_ms() + 999 * kDayMs);
  Add(c_.founder, Revoked(c_.org, c_.safe, {false, c_.maks.id}));
  c_.org.RenewDue();
  c_.org.Wait(365 * kDayMs);
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.bot.id, 1}, Why::kToolEnded)));
}

TEST_F(DueTest, RemovedKitLeavesEverythingDue) {
  Add(c_.founder, KitRemoved(c_.org, c_.kit.id));
  EXPECT_EQ(Keys().size(), 6u);
  EXPECT_THAT(Reasons(safe_),
              ElementsAre(Pair(Holder{false, c_.kit.id, 1}, Why::kKitRemoved)));
}

TEST_F(DueTest, RetiredSafesAndEndedRolesAreNeverDue) {
  Add(c_.founder, SafeRetired(c_.org, c_.safe));
  Add(c_.founder, RoleEnded(c_.org, "marketer"));
  c_.org.Suspend(c_.wim.id);
  EXPECT_THAT(Keys(), IsEmpty());
}

TEST_F(DueTest, LeaverHoldsNothingOnceAllIsRenewed) {
  c_.org.Suspend(c_.olga.id);
  c_.org.RenewDue();
  EXPECT_THAT(Keys(), IsEmpty());
  Add(c_.founder, Departed(c_.org, c_.olga.id, c_.mira.id));
  EXPECT_THAT(Keys(), IsEmpty());
}

}  // namespace
}  // namespace klad::crypto::roster
