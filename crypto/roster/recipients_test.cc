#include "crypto/roster/recipients.h"

#include "crypto/roster/testing/cast.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using trust::v1::LEVEL_READ;
using trust::v1::LEVEL_WRITE;

class RecipientsTest : public ::testing::Test {
 protected:
  // "key -> recipient", readable.
  std::string Name(const std::string& name) {
    const Member* member = c_.org.state().FindMember(name);
    if (member != nullptr) {
      return member->kind == MemberKind::kKit ? "KIT" : member->login;
    }
    if (c_.org.state().FindInvitation(name) != nullptr) return "INVITATION";
    if (name == c_.safe) return "SAFE";
    return c_.org.state().FindSafe(name) != nullptr ? "OTHER" : name;
  }
  std::vector<std::string> Needed() {
    std::vector<std::string> out;
    for (const Sealing& sealing : c_.org.state().needed()) {
      out.push_back(Name(sealing.key.name) + " -> " +
                    Name(sealing.recipient.name));
    }
    return out;
  }
  std::vector<std::string> Of(const KeyName& key) {
    std::vector<std::string> out;
    for (const Recipient& to : c_.org.state().Recipients(key)) {
      out.push_back(Name(to.name));
    }
    return out;
  }
  void Add(const TestMember& author, const Entry& entry,
           const TestMember* other = nullptr) {
    ASSERT_OK(c_.org.Add(author, entry, other));
  }

  Cast c_;
};

TEST_F(RecipientsTest, OwnerKeyGoesToOwnersAndKits) {
  EXPECT_THAT(Of(KeyName::Role(kOwner)),
              UnorderedElementsAre("founder", "KIT", "olga"));
}

TEST_F(RecipientsTest, RoleKeyGoesToActiveMembersInvitationsAndOwner) {
  EXPECT_THAT(Of(KeyName::Role("marketer")),
              UnorderedElementsAre("mira", "rita", "wim", "maks", "INVITATION",
                                   "owner"));
}

TEST_F(RecipientsTest, SafeKeyGoesToWhomItIsGrantedAndOwner) {
  EXPECT_THAT(
      Of(KeyName::Safe(c_.safe)),
      UnorderedElementsAre("founder", "rita", "wim", "maks", "head", "owner"));
}

TEST_F(RecipientsTest, NothingIsSealedPastAnEnd) {
  c_.org.Wait(30 * kDayMs);
  Add(c_.founder, c_.org.DraftSafeEpoch(c_.safe));
  EXPECT_THAT(Needed(), UnorderedElementsAre("SAFE -> founder", "SAFE -> rita",
                                             "SAFE -> wim", "SAFE -> head",
                                             "SAFE -> owner"));
  Add(c_.founder, c_.org.DraftRoleEpoch("marketer"));
  EXPECT_THAT(Needed(),
              UnorderedElementsAre("marketer -> mira", "marketer -> rita",
                                   "marketer -> wim", "marketer -> maks",
                                   "marketer -> owner"));
}

TEST_F(RecipientsTest, SuspendedMemberIsNoRecipient) {
  c_.org.Suspend(c_.rita.id);
  EXPECT_THAT(Of(KeyName::Safe(c_.safe)),
              UnorderedElementsAre("founder", "wim", "maks", "head", "owner"));
}

TEST_F(RecipientsTest, JoiningTakesOverTheInvitationsRoles) {
  Add(c_.letter, c_.org.DraftJoined(c_.letter, c_.wanda), &c_.wanda);
  EXPECT_THAT(Needed(), UnorderedElementsAre("marketer -> wanda"));
}

TEST_F(RecipientsTest, MovingSealsEveryDirectKeyAnew) {
  const TestMember wim = c_.org.WithNewKeys(c_.wim);
  Add(c_.wim, Moved(c_.org, wim), &wim);
  EXPECT_THAT(Needed(), UnorderedElementsAre("marketer -> wim", "SAFE -> wim"));
  for (const Sealing& sealing : c_.org.state().needed()) {
    EXPECT_EQ(sealing.recipient.box, wim.keys().box());
  }
}

TEST_F(RecipientsTest, GrantNeedsOneEnvelope) {
  c_.org.Grant(c_.safe, c_.mira.id, LEVEL_READ);
  EXPECT_THAT(Needed(), UnorderedElementsAre("SAFE -> mira"));
  c_.org.GrantRole(c_.safe, "pr", LEVEL_READ);
  EXPECT_THAT(Needed(), UnorderedElementsAre("SAFE -> pr"));
}

TEST_F(RecipientsTest, WhoHasAnEnvelopeNeedsNoOther) {
  c_.org.Grant(c_.safe, c_.rita.id, LEVEL_WRITE);
  EXPECT_THAT(Needed(), IsEmpty());
  c_.org.TakeRole(c_.mira.id, "marketer");
  c_.org.GiveRole(c_.mira.id, "marketer");
  EXPECT_THAT(Needed(), IsEmpty());
}

TEST_F(RecipientsTest, RoleThatOpensThroughItsPastNeedsNoOther) {
  c_.org.GrantRole(c_.safe, "pr", LEVEL_READ);
  Add(c_.founder, Revoked(c_.org, c_.safe, {true, "pr"}));
  Add(c_.founder, c_.org.DraftRoleEpoch("pr"));
  c_.org.GrantRole(c_.safe, "pr", LEVEL_READ);
  EXPECT_THAT(Needed(), IsEmpty());
}

TEST_F(RecipientsTest, ResumedMemberGetsWhatBeganMeanwhile) {
  c_.org.Suspend(c_.rita.id);
  Add(c_.founder, c_.org.DraftSafeEpoch(c_.safe));
  Add(c_.founder, Resumed(c_.org, c_.rita.id));
  EXPECT_THAT(Needed(), UnorderedElementsAre("SAFE -> rita"));
}

TEST_F(RecipientsTest, NewOwnerGetsTheOwnerKeyAlone) {
  c_.org.GiveRole(c_.mira.id, kOwner);
  EXPECT_THAT(Needed(), UnorderedElementsAre("owner -> mira"));
}

TEST_F(RecipientsTest, NewKitGetsTheOwnerKey) {
  const TestMember kit = c_.org.Fresh("");
  Add(c_.founder, KitAdded(c_.org, kit), &kit);
  EXPECT_THAT(Needed(), UnorderedElementsAre("owner -> KIT"));
}

TEST_F(RecipientsTest, NewSafeGoesToItsCreatorTheHeadAndOwner) {
  c_.org.MakeSafe(c_.hans);
  EXPECT_THAT(Needed(), UnorderedElementsAre("OTHER -> hans", "OTHER -> head",
                                             "OTHER -> owner"));
}

TEST_F(RecipientsTest, SafeOfTheKitGoesToOwnersOnly) {
  Entry entry = c_.org.DraftSafe(c_.org.FreshId());
  entry.mutable_safe_created()->set_head_manages(false);
  Add(c_.kit, entry);
  EXPECT_THAT(Needed(), UnorderedElementsAre("OTHER -> owner"));
}

TEST_F(RecipientsTest, EndingsNeedNothing) {
  c_.org.Suspend(c_.rita.id);
  EXPECT_THAT(Needed(), IsEmpty());
  Add(c_.founder, RoleEnded(c_.org, "pr"));
  EXPECT_THAT(Needed(), IsEmpty());
}

}  // namespace
}  // namespace klad::crypto::roster
