#include "crypto/roster/reach.h"

#include <limits>

#include "crypto/roster/testing/cast.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

class ReachTest : public ::testing::Test {
 protected:
  Reach Of(const TestMember& member) {
    return ReachOf(c_.org.state().facts(),
                   *c_.org.state().FindMember(member.id));
  }
  void Add(const Entry& entry) { ASSERT_OK(c_.org.Add(c_.founder, entry)); }

  Cast c_;
};

TEST_F(ReachTest, WhoHasNoGrantReachesNothing) {
  EXPECT_THAT(Of(c_.mira).safes, IsEmpty());
}

TEST_F(ReachTest, GrantReachesUntilItIsRevoked) {
  EXPECT_THAT(Of(c_.rita).safes, ElementsAre(Pair(c_.safe, kNever)));
  c_.org.Wait(kHourMs);
  Add(Revoked(c_.org, c_.safe, {false, c_.rita.id}));
  EXPECT_THAT(Of(c_.rita).safes,
              ElementsAre(Pair(c_.safe, c_.org.state().newest_ms())));
}

TEST_F(ReachTest, GrantReachesUntilItsEnd) {
  EXPECT_THAT(Of(c_.maks).safes, ElementsAre(Pair(c_.safe, c_.maks_end_ms)));
}

TEST_F(ReachTest, RoleReachesWhileBothTermsHold) {
  c_.org.GrantRole(c_.safe, "pr", trust::v1::LEVEL_READ);
  EXPECT_THAT(Of(c_.mira).safes, IsEmpty());
  c_.org.GiveRole(c_.mira.id, "pr");
  EXPECT_THAT(Of(c_.mira).safes, ElementsAre(Pair(c_.safe, kNever)));
}

// She came into the role when its grant was over.
TEST_F(ReachTest, LaterJoinerOfARoleNeverHadItsFormerGrant) {
  c_.org.GrantRole(c_.safe, "pr", trust::v1::LEVEL_READ);
  Add(Revoked(c_.org, c_.safe, {true, "pr"}));
  c_.org.GiveRole(c_.mira.id, "pr");
  EXPECT_THAT(Of(c_.mira).safes, IsEmpty());
}

TEST_F(ReachTest, OwnersReachRetiredSafesToo) {
  EXPECT_EQ(Of(c_.olga).safes.size(), 2u);
}

TEST_F(ReachTest, DepartureEndsWhatSuspensionDoesNot) {
  c_.org.Suspend(c_.rita.id);
  EXPECT_THAT(Of(c_.rita).safes, ElementsAre(Pair(c_.safe, kNever)));
  c_.org.RenewDue();
  c_.org.Wait(kHourMs);
  Add(Departed(c_.org, c_.rita.id, c_.wim.id));
  EXPECT_THAT(Of(c_.rita).safes,
              ElementsAre(Pair(c_.safe, c_.org.state().newest_ms())));
}

TEST_F(ReachTest, SharedCredentialIsReached) {
  const Id credential = c_.org.FreshId();
  Add(Shared(c_.org, c_.safe, credential, c_.mira.id));
  EXPECT_THAT(Of(c_.mira).shared, ElementsAre(Pair(c_.safe, credential)));
}

TEST_F(ReachTest, HeldKeysAreThoseOfEnvelopes) {
  c_.org.RenewDue();
  const Facts& facts = c_.org.state().facts();
  EXPECT_THAT(KeysHeldBy(facts, c_.rita.id),
              ElementsAre(KeyName::Role("marketer"), KeyName::Safe(c_.safe)));
  EXPECT_THAT(KeysHeldBy(facts, c_.dora.id), IsEmpty());
}

TEST_F(ReachTest, OwnerIsAskedForAtAPosition) {
  const uint64_t before = c_.org.state().head().sequence;
  c_.org.TakeRole(c_.olga.id, kOwner);
  const Facts& facts = c_.org.state().facts();
  EXPECT_TRUE(WasOwner(facts, c_.olga.id, before));
  EXPECT_FALSE(WasOwner(facts, c_.olga.id, before + 1));
  EXPECT_FALSE(WasOwner(facts, c_.rita.id, before));
  EXPECT_FALSE(WasOwner(facts, c_.founder.id, before + 2));
}

TEST_F(ReachTest, LeavingBeginsWithTheNewestSuspension) {
  const auto since = [this](const TestMember& member) {
    return LeavingSince(*c_.org.state().FindMember(member.id));
  };
  EXPECT_EQ(since(c_.rita), 0u);
  c_.org.Suspend(c_.rita.id);
  Add(Resumed(c_.org, c_.rita.id));
  EXPECT_EQ(since(c_.rita), 0u);
  c_.org.Suspend(c_.rita.id);
  EXPECT_EQ(since(c_.rita), c_.org.state().head().sequence);
  EXPECT_NE(since(c_.dora), 0u);
}

TEST_F(ReachTest, EpochsAreOpenedByWhoeverTheyWereSealedTo) {
  const auto opened = [&](const TestMember& member) {
    auto epochs = EpochsOpenedBy(c_.org.state(), c_.org.entries(), {member.id});
    EXPECT_OK(epochs.status());
    return *std::move(epochs);
  };
  EXPECT_THAT(opened(c_.mira), IsEmpty());
  EXPECT_THAT(opened(c_.rita), ElementsAre(Pair(c_.safe, 1)));
  Add(Revoked(c_.org, c_.safe, {false, c_.rita.id}));
  c_.org.RenewDue();
  EXPECT_THAT(opened(c_.rita), ElementsAre(Pair(c_.safe, 1)));
  EXPECT_THAT(opened(c_.founder), Contains(Pair(c_.safe, 2)));
}

TEST_F(ReachTest, EpochsOfALogThatIsCutAreNotToldOf) {
  const auto& entries = c_.org.entries();
  EXPECT_FALSE(EpochsOpenedBy(c_.org.state(), {}, {c_.rita.id}).ok());
  EXPECT_FALSE(EpochsOpenedBy(c_.org.state(),
                              absl::MakeConstSpan(entries).subspan(1),
                              {c_.rita.id})
                   .ok());
}

}  // namespace
}  // namespace klad::crypto::roster
