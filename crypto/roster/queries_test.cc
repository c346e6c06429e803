#include "crypto/roster/testing/cast.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using trust::v1::LEVEL_MANAGE;
using trust::v1::LEVEL_READ;
using trust::v1::LEVEL_UNSPECIFIED;
using trust::v1::LEVEL_WRITE;

class QueriesTest : public ::testing::Test {
 protected:
  const State& state() { return c_.org.state(); }
  int64_t now() { return c_.org.now_ms(); }
  uint64_t head() { return state().head().sequence; }
  Level Access(const TestMember& member) {
    return state().Access(member.id, c_.safe, now());
  }
  bool Could(const TestMember& member, uint64_t position) {
    return state().CouldWrite(member.id, c_.safe, position);
  }
  void Add(const Entry& entry) { ASSERT_OK(c_.org.Add(c_.founder, entry)); }

  Cast c_;
};

TEST_F(QueriesTest, OwnersMayEverything) {
  EXPECT_TRUE(state().Allows(c_.olga.id, "lead.read", now()));
  EXPECT_TRUE(state().Allows(c_.kit.id, "anything.atall", now()));
}

TEST_F(QueriesTest, RolesGiveTheirPermissionsAndNoOther) {
  EXPECT_TRUE(state().Allows(c_.mira.id, "credential.reveal", now()));
  EXPECT_FALSE(state().Allows(c_.mira.id, "audit.read", now()));
  EXPECT_TRUE(state().Allows(c_.mira.id, "member", now()));
}

TEST_F(QueriesTest, RoleThatIsOverGivesNothing) {
  EXPECT_TRUE(
      state().Allows(c_.cora.id, "credential.list", c_.cora_end_ms - 1));
  EXPECT_FALSE(state().Allows(c_.cora.id, "credential.list", c_.cora_end_ms));
}

TEST_F(QueriesTest, ChangedRoleGivesItsNewPermissions) {
  Add(RoleChanged(c_.org, "marketer", {"audit.read"}));
  EXPECT_TRUE(state().Allows(c_.mira.id, "audit.read", now()));
  EXPECT_FALSE(state().Allows(c_.mira.id, "credential.reveal", now()));
}

TEST_F(QueriesTest, EndedRoleGivesNothing) {
  Add(RoleEnded(c_.org, "marketer"));
  EXPECT_FALSE(state().Allows(c_.mira.id, "credential.reveal", now()));
}

TEST_F(QueriesTest, ToolMayItsOwnListUntilItsEnd) {
  EXPECT_TRUE(state().Allows(c_.bot.id, "lead.write", now()));
  EXPECT_FALSE(state().Allows(c_.bot.id, "lead.read", now()));
  c_.org.Wait(365 * kDayMs);
  EXPECT_FALSE(state().Allows(c_.bot.id, "lead.write", now()));
  EXPECT_FALSE(state().Allows(c_.bot.id, "member", now()));
}

TEST_F(QueriesTest, WhoIsNotActiveMayNothing) {
  for (const auto& member : {c_.sven, c_.lena, c_.dora, c_.wanda, c_.letter}) {
    EXPECT_FALSE(state().Allows(member.id, "member", now())) << member.login;
    EXPECT_FALSE(state().Allows(member.id, "credential.list", now()));
    EXPECT_EQ(Access(member), LEVEL_UNSPECIFIED) << member.login;
  }
}

TEST_F(QueriesTest, AccessIsTheBestOfTheGrants) {
  EXPECT_EQ(Access(c_.olga), LEVEL_MANAGE);
  EXPECT_EQ(Access(c_.hans), LEVEL_MANAGE);
  EXPECT_EQ(Access(c_.maks), LEVEL_MANAGE);
  EXPECT_EQ(Access(c_.wim), LEVEL_WRITE);
  EXPECT_EQ(Access(c_.rita), LEVEL_READ);
  EXPECT_EQ(Access(c_.mira), LEVEL_UNSPECIFIED);
  c_.org.GrantRole(c_.safe, "marketer", LEVEL_WRITE);
  EXPECT_EQ(Access(c_.mira), LEVEL_WRITE);
  EXPECT_EQ(Access(c_.rita), LEVEL_WRITE);
}

TEST_F(QueriesTest, GrantThatIsOverGivesNothing) {
  c_.org.Wait(30 * kDayMs - 1);
  EXPECT_EQ(Access(c_.maks), LEVEL_MANAGE);
  c_.org.Wait(1);
  EXPECT_EQ(Access(c_.maks), LEVEL_UNSPECIFIED);
}

TEST_F(QueriesTest, RetiredSafeIsReadByOwnersAlone) {
  Add(SafeRetired(c_.org, c_.safe));
  EXPECT_EQ(Access(c_.olga), LEVEL_READ);
  EXPECT_EQ(Access(c_.maks), LEVEL_UNSPECIFIED);
  EXPECT_FALSE(Could(c_.olga, head()));
  EXPECT_TRUE(Could(c_.olga, head() - 1));
}

TEST_F(QueriesTest, CreatorManagesAsLongAsTheyCouldCreate) {
  const int64_t end_ms = now() + kDayMs;
  c_.org.GiveRole(c_.mira.id, kHead, end_ms);
  const Id safe = c_.org.MakeSafe(c_.mira);
  EXPECT_EQ(state().Access(c_.mira.id, safe, end_ms - 1), LEVEL_MANAGE);
  EXPECT_EQ(state().Access(c_.mira.id, safe, end_ms), LEVEL_UNSPECIFIED);
}

TEST_F(QueriesTest, CertificateIsTheMembersOnlyUnderItsKeyOfNow) {
  const std::string before = c_.mira.keys().tls();
  EXPECT_TRUE(state().Names(c_.mira.id, before));
  EXPECT_FALSE(state().Names(c_.hans.id, before));
  const TestMember moved = c_.org.WithNewKeys(c_.mira);
  ASSERT_OK(c_.org.Add(c_.mira, Moved(c_.org, moved), &moved));
  EXPECT_FALSE(state().Names(c_.mira.id, before));
  EXPECT_TRUE(state().Names(c_.mira.id, moved.keys().tls()));
  c_.org.Suspend(c_.mira.id);
  EXPECT_FALSE(state().Names(c_.mira.id, moved.keys().tls()));
}

TEST_F(QueriesTest, WritingIsJudgedAtItsPosition) {
  const uint64_t granted = head();
  Add(Revoked(c_.org, c_.safe, {false, c_.wim.id}));
  EXPECT_TRUE(Could(c_.wim, granted));
  EXPECT_FALSE(Could(c_.wim, granted + 1));
  EXPECT_FALSE(Could(c_.wim, granted + 2));
  EXPECT_FALSE(Could(c_.wim, 0));
  EXPECT_FALSE(Could(c_.wim, 1));
  EXPECT_FALSE(Could(c_.rita, granted));
}

TEST_F(QueriesTest, WritingByARoleIsJudgedAtItsPosition) {
  c_.org.GrantRole(c_.safe, "marketer", LEVEL_WRITE);
  const uint64_t granted = head();
  c_.org.TakeRole(c_.mira.id, "marketer");
  EXPECT_FALSE(Could(c_.mira, granted - 1));
  EXPECT_TRUE(Could(c_.mira, granted));
  EXPECT_FALSE(Could(c_.mira, granted + 1));
}

TEST_F(QueriesTest, RaisedGrantCountsFromItsEntry) {
  const uint64_t before = head();
  c_.org.Grant(c_.safe, c_.rita.id, LEVEL_WRITE);
  EXPECT_FALSE(Could(c_.rita, before));
  EXPECT_TRUE(Could(c_.rita, before + 1));
}

TEST_F(QueriesTest, SuspensionCountsFromItsEntryUntilResumed) {
  const uint64_t before = head();
  c_.org.Suspend(c_.wim.id);
  Add(Resumed(c_.org, c_.wim.id));
  EXPECT_TRUE(state().WasActive(c_.wim.id, before));
  EXPECT_FALSE(state().WasActive(c_.wim.id, before + 1));
  EXPECT_TRUE(state().WasActive(c_.wim.id, before + 2));
  EXPECT_FALSE(Could(c_.wim, before + 1));
  EXPECT_TRUE(Could(c_.wim, before + 2));
}

TEST_F(QueriesTest, GrantThatIsOverAtAPositionsTimeDoesNotWriteThere) {
  c_.org.Wait(30 * kDayMs);
  Add(PolicySet(c_.org, "unlock.idle.minutes", 5));
  EXPECT_TRUE(Could(c_.maks, head() - 1));
  EXPECT_FALSE(Could(c_.maks, head()));
}

TEST_F(QueriesTest, PositionsBeyondTheLogHoldNothing) {
  EXPECT_FALSE(state().WasActive(c_.founder.id, head() + 1));
  EXPECT_FALSE(Could(c_.founder, head() + 1));
  EXPECT_EQ(state().SigningKeyAt(c_.founder.id, head() + 1), nullptr);
}

TEST_F(QueriesTest, SigningKeyIsTheOneOfThePosition) {
  const uint64_t before = head();
  const TestMember moved = c_.org.WithNewKeys(c_.mira);
  ASSERT_OK(c_.org.Add(c_.mira, Moved(c_.org, moved), &moved));
  EXPECT_EQ(*state().SigningKeyAt(c_.mira.id, before), c_.mira.keys().sign());
  EXPECT_EQ(*state().SigningKeyAt(c_.mira.id, before + 1), moved.keys().sign());
  Add(Lost(c_.org, c_.mira.id));
  EXPECT_EQ(state().SigningKeyAt(c_.mira.id, before + 2), nullptr);
}

TEST_F(QueriesTest, EpochIsTheOneOfThePosition) {
  const uint64_t before = head();
  const uint32_t epoch = state().FindSafe(c_.safe)->epoch().number;
  Add(c_.org.DraftSafeEpoch(c_.safe));
  EXPECT_EQ(state().SafeEpochAt(c_.safe, before)->number, epoch);
  EXPECT_EQ(state().SafeEpochAt(c_.safe, before + 1)->number, epoch + 1);
  EXPECT_EQ(state().SafeEpochAt(c_.safe, 1), nullptr);
}

TEST_F(QueriesTest, ShareHoldsUntilItEnds) {
  const Id credential = c_.org.FreshId();
  Add(Shared(c_.org, c_.safe, credential, c_.mira.id, now() + kDayMs));
  EXPECT_TRUE(state().IsShared(c_.safe, credential, c_.mira.id, now()));
  EXPECT_FALSE(
      state().IsShared(c_.safe, credential, c_.mira.id, now() + kDayMs));
  EXPECT_FALSE(state().IsShared(c_.safe, credential, c_.rita.id, now()));
  Add(Unshared(c_.org, c_.safe, credential, c_.mira.id));
  EXPECT_FALSE(state().IsShared(c_.safe, credential, c_.mira.id, now()));
}

TEST_F(QueriesTest, LossEndsRolesGrantsAndShares) {
  const Id credential = c_.org.FreshId();
  Add(Shared(c_.org, c_.safe, credential, c_.wim.id));
  Add(Lost(c_.org, c_.wim.id));
  const TestMember again = c_.org.WithNewKeys(c_.wim);
  const TestMember letter = c_.org.Invite(again, {});
  ASSERT_OK(c_.org.Add(letter, c_.org.DraftJoined(letter, again), &again));
  EXPECT_TRUE(state().Allows(c_.wim.id, "member", now()));
  EXPECT_FALSE(state().Allows(c_.wim.id, "credential.list", now()));
  EXPECT_EQ(Access(c_.wim), LEVEL_UNSPECIFIED);
  EXPECT_FALSE(state().IsShared(c_.safe, credential, c_.wim.id, now()));
  EXPECT_EQ(state().FindMember(c_.wim.id)->identity()->incarnation, 2u);
}

TEST_F(QueriesTest, LostOwnerIsNoOwnerWhenBack) {
  Add(Lost(c_.org, c_.olga.id));
  const TestMember again = c_.org.WithNewKeys(c_.olga);
  const TestMember letter = c_.org.Invite(again, {});
  ASSERT_OK(c_.org.Add(letter, c_.org.DraftJoined(letter, again), &again));
  EXPECT_FALSE(state().IsOwner(c_.olga.id));
}

TEST_F(QueriesTest, KitBringsTheLastOwnerBack) {
  c_.org.TakeRole(c_.olga.id, kOwner);
  ASSERT_OK(c_.org.Add(c_.kit, Lost(c_.org, c_.founder.id)));
  const TestMember again = c_.org.WithNewKeys(c_.founder);
  const TestMember letter = c_.org.Fresh("");
  ASSERT_OK(c_.org.Add(c_.kit, c_.org.DraftInvited(letter, again, {})));
  ASSERT_OK(c_.org.Add(letter, c_.org.DraftJoined(letter, again), &again));
  ASSERT_OK(c_.org.Add(c_.kit, RoleGiven(c_.org, again.id, kOwner)));
  EXPECT_TRUE(state().IsOwner(c_.founder.id));
}

TEST_F(QueriesTest, PolicyIsTheStandardUntilItIsSet) {
  EXPECT_THAT(state().Policy("unlock.idle.minutes"),
              klad::testing::IsOkAndHolds(30));
  Add(PolicySet(c_.org, "unlock.idle.minutes", 5));
  EXPECT_THAT(state().Policy("unlock.idle.minutes"),
              klad::testing::IsOkAndHolds(5));
  EXPECT_THAT(state().Policy("nothing"),
              klad::testing::StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(QueriesTest, ServerKeysKeepTheirHistory) {
  const std::string before = state().server_keys().ca;
  const std::string ca = c_.org.FreshBytes(32);
  Add(NewServerKeys(c_.org, ca, state().server_keys().audit_key));
  EXPECT_EQ(state().server_keys().ca, ca);
  EXPECT_EQ(state().facts().server_keys.front().ca, before);
  EXPECT_EQ(state().facts().server_keys.front().term.to, head());
}

}  // namespace
}  // namespace klad::crypto::roster
