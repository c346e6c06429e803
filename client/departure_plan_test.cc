#include "client/departure_plan.h"

#include <functional>
#include <map>

#include "client/credential_id.h"
#include "client/error.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using crypto::roster::TestMember;
using crypto::roster::TestOrganisation;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using trust::v1::LEVEL_MANAGE;
using trust::v1::LEVEL_READ;
using trust::v1::Purpose;

constexpr int64_t kDay = crypto::roster::kDayMs;

trust::v1::Part Part(uint64_t version) {
  trust::v1::Part part;
  part.set_version(version);
  part.set_epoch(1);
  part.set_hash(std::string(32, 'h'));
  part.set_wrap(std::string(104, 'w'));
  return part;
}

// Anna, a marketer, reads the safe ads; secret is nobody's but owners'.
class DeparturePlanTest : public ::testing::Test {
 protected:
  DeparturePlanTest() {
    anna_ = org_.Join("anna", {{"marketer"}});
    boris_ = org_.Join("boris", {{"marketer"}});
    ads_ = org_.MakeSafe(org_.founder());
    secret_ = org_.MakeSafe(org_.founder());
    org_.GrantRole(ads_, "marketer", LEVEL_READ);
  }

  std::string Id(const std::string& title) {
    std::string id = title;
    id.resize(16, '.');
    return id;
  }

  MirrorItem& Put(const std::string& safe, const std::string& title,
                  uint64_t version = 1, uint64_t generation = 1) {
    trust::v1::Header header;
    header.set_organisation(org_.id());
    header.set_safe(safe);
    header.set_credential(Id(title));
    header.set_version(version);
    if (version > 1) header.set_previous(std::string(32, 'p'));
    header.set_author(org_.founder().id);
    header.set_sequence(version);
    header.mutable_roster()->set_sequence(1);
    header.mutable_roster()->set_link(std::string(32, 'l'));
    header.set_epoch(1);
    header.set_time_ms(org_.now_ms());
    header.set_kind(trust::v1::KIND_LOGIN);
    header.set_sensitivity(trust::v1::SENSITIVITY_NORMAL);
    *header.mutable_overview() = Part(1);
    *header.mutable_secret() = Part(generation);
    header.set_generation(generation);
    MirrorItem& item = items_[safe][Id(title)];
    item.set_credential(Id(title));
    item.set_header(header.SerializeAsString());
    item.set_kind(trust::v1::KIND_LOGIN);
    item.mutable_overview()->set_title(title);
    return item;
  }

  void Edit(const std::string& safe, const std::string& title,
            const std::function<void(trust::v1::Header*)>& edit) {
    MirrorItem& item = items_[safe][Id(title)];
    trust::v1::Header header;
    ASSERT_TRUE(header.ParseFromString(item.header()));
    edit(&header);
    item.set_header(header.SerializeAsString());
  }

  void Saw(const std::string& safe, const std::string& title,
           uint64_t generation, Purpose purpose = trust::v1::PURPOSE_SHOW) {
    input_.seen.push_back({safe, Id(title), generation, purpose});
  }

  DeparturePlan Plan() {
    input_.roster = &org_.state();
    input_.entries = org_.entries();
    input_.member = anna_.id;
    input_.now_ms = org_.now_ms();
    input_.safes = {{ads_, "ads", &items_[ads_]},
                    {secret_, "secret", &items_[secret_]}};
    auto plan = PlanDeparture(input_);
    EXPECT_OK(plan.status());
    return *std::move(plan);
  }

  std::vector<std::string> With(const DeparturePlan& plan,
                                const std::function<bool(PlanItem)>& is) {
    std::vector<std::string> names;
    for (const PlanItem& item : plan.items) {
      if (is(item)) names.push_back(NameOf(input_, item));
    }
    return names;
  }
  std::vector<std::string> With(const DeparturePlan& plan,
                                trust::v1::Seen seen) {
    return With(plan,
                [seen](const PlanItem& item) { return item.seen == seen; });
  }
  std::vector<std::string> ToRotate(const DeparturePlan& plan) {
    return With(plan, [](const PlanItem& item) { return item.rotate; });
  }
  std::vector<std::string> Names(const std::vector<PlanPlace>& places) {
    std::vector<std::string> names;
    for (const PlanPlace& place : places) {
      names.push_back(NameOf(input_, place));
    }
    return names;
  }

  TestOrganisation org_;
  TestMember anna_;
  TestMember boris_;
  std::string ads_;
  std::string secret_;
  std::map<std::string, MirrorItems> items_;
  PlanInput input_;
};

TEST_F(DeparturePlanTest, GenerationsDecideWhatIsCurrent) {
  Put(ads_, "Яндекс Директ", 3, 3);
  Put(ads_, "vk", 4, 2);
  Put(ads_, "unread");
  Put(secret_, "bank");
  Saw(ads_, "Яндекс Директ", 1);
  Saw(ads_, "vk", 1);
  Saw(ads_, "vk", 2);
  const DeparturePlan plan = Plan();
  EXPECT_THAT(With(plan, trust::v1::SEEN_CURRENT), ElementsAre("ads/vk"));
  EXPECT_THAT(With(plan, trust::v1::SEEN_ROTATED),
              ElementsAre("ads/Яндекс Директ"));
  EXPECT_THAT(With(plan, trust::v1::SEEN_NEVER), ElementsAre("ads/unread"));
  EXPECT_THAT(ToRotate(plan), ElementsAre("ads/vk"));
}

TEST_F(DeparturePlanTest, WritingIsSeeing) {
  Put(secret_, "vk", 2, 2);
  Saw(secret_, "vk", 2, trust::v1::PURPOSE_WRITE);
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("secret/vk"));
}

// The safe says so, though the server forgets to.
TEST_F(DeparturePlanTest, WriterHasSeenWhateverTheLedgerSays) {
  Put(ads_, "vk", 2, 2);
  Edit(ads_, "vk",
       [&](trust::v1::Header* header) { header->set_author(anna_.id); });
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/vk"));
}

// An old secret brought back has its own generation, and those who saw it.
TEST_F(DeparturePlanTest, RestoredSecretRevivesItsExposures) {
  Put(ads_, "vk", 5, 1);
  Saw(ads_, "vk", 1);
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/vk"));
}

TEST_F(DeparturePlanTest, ExportedIsToldOfAnyGeneration) {
  Put(ads_, "vk", 3, 3);
  Put(ads_, "ok");
  Put(ads_, "mail");
  Saw(ads_, "vk", 1, trust::v1::PURPOSE_EXPORT);
  Saw(ads_, "ok", 1, trust::v1::PURPOSE_OFFLINE);
  Saw(ads_, "mail", 1, trust::v1::PURPOSE_RUN);
  EXPECT_THAT(With(Plan(), [](const PlanItem& item) { return item.exported; }),
              ElementsAre("ads/ok", "ads/vk"));
}

// The account at the service may be there still.
TEST_F(DeparturePlanTest, DeletedAndArchivedCountAsOthers) {
  Put(ads_, "gone").set_deleted(true);
  Put(ads_, "old").mutable_overview()->set_archived(true);
  Saw(ads_, "gone", 1);
  Saw(ads_, "old", 1);
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/gone", "ads/old"));
}

TEST_F(DeparturePlanTest, MovedCredentialIsToldWhereItIsNow) {
  Put(ads_, "vk", 2, 1).set_deleted(true);
  Put(secret_, "vk", 3, 1);
  Saw(ads_, "vk", 1);
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("secret/vk"));
}

TEST_F(DeparturePlanTest, WhatTheSafeDoesNotShowIsCurrent) {
  Saw(ads_, "hidden", 1);
  EXPECT_THAT(ToRotate(Plan()),
              ElementsAre("ads/klad:" + CredentialIdText(Id("hidden"))));
}

TEST_F(DeparturePlanTest, FormerAccessCountsUntilItsEnd) {
  MirrorItem& before = Put(ads_, "before");
  before.mutable_overview()->set_created_ms(org_.now_ms());
  org_.Wait(kDay);
  org_.TakeRole(anna_.id, "marketer");
  org_.Wait(kDay);
  Put(ads_, "after").mutable_overview()->set_created_ms(org_.now_ms());
  EXPECT_THAT(With(Plan(), trust::v1::SEEN_NEVER), ElementsAre("ads/before"));
}

TEST_F(DeparturePlanTest, SharedCredentialCouldBeRead) {
  Put(secret_, "vk");
  Put(secret_, "bank");
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Shared(
                                         org_, secret_, Id("vk"), anna_.id)));
  EXPECT_THAT(With(Plan(), trust::v1::SEEN_NEVER), ElementsAre("secret/vk"));
}

TEST_F(DeparturePlanTest, DistrustedServerLeavesAllThatCouldBeRead) {
  Put(ads_, "vk", 2, 2);
  Put(ads_, "unread");
  Put(secret_, "bank");
  Saw(ads_, "vk", 1);
  input_.distrusted = true;
  const DeparturePlan plan = Plan();
  EXPECT_THAT(ToRotate(plan), ElementsAre("ads/unread", "ads/vk"));
  EXPECT_THAT(With(plan, trust::v1::SEEN_CURRENT), IsEmpty());
}

// A secret under a key that she never held is no matter of hers.
TEST_F(DeparturePlanTest, DistrustEndsWhereTheKeyDid) {
  Put(ads_, "vk");
  org_.TakeRole(anna_.id, "marketer");
  org_.RenewDue();
  input_.distrusted = true;
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/vk"));
  Edit(ads_, "vk", [](trust::v1::Header* header) {
    header->set_epoch(2);
    header->mutable_secret()->set_epoch(2);
  });
  EXPECT_THAT(ToRotate(Plan()), IsEmpty());
}

// By then she holds nothing any more: the log says what she held.
TEST_F(DeparturePlanTest, DistrustLooksBehindTheRenewedKeys) {
  Put(ads_, "vk");
  org_.Suspend(anna_.id);
  org_.RenewDue();
  input_.distrusted = true;
  const DeparturePlan plan = Plan();
  EXPECT_THAT(plan.due, IsEmpty());
  EXPECT_THAT(ToRotate(plan), ElementsAre("ads/vk"));
}

// A value that came in under an earlier key is known by that one.
TEST_F(DeparturePlanTest, DistrustKnowsTheValueFromBeforeTheKey) {
  Put(ads_, "vk");
  org_.TakeRole(anna_.id, "marketer");
  org_.RenewDue();
  Edit(ads_, "vk", [](trust::v1::Header* header) {
    header->set_version(2);
    header->set_previous(std::string(32, 'p'));
    header->set_epoch(2);
    *header->mutable_secret() = Part(2);
    header->mutable_secret()->set_epoch(2);
  });
  input_.distrusted = true;
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/vk"));
}

TEST_F(DeparturePlanTest, DistrustCountsSharesUntilTheirEnd) {
  Put(secret_, "vk");
  Put(secret_, "bank");
  input_.distrusted = true;
  EXPECT_THAT(ToRotate(Plan()), IsEmpty());
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Shared(
                                         org_, secret_, Id("vk"), anna_.id)));
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("secret/vk"));
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Unshared(
                                         org_, secret_, Id("vk"), anna_.id)));
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("secret/vk"));
  Edit(secret_, "vk", [&](trust::v1::Header* header) {
    header->set_version(2);
    header->set_previous(std::string(32, 'p'));
    *header->mutable_secret() = Part(2);
    header->set_generation(2);
    header->mutable_roster()->set_sequence(org_.entries().size());
  });
  EXPECT_THAT(ToRotate(Plan()), IsEmpty());
}

TEST_F(DeparturePlanTest, DistrustRemembersRetiredSafes) {
  Put(ads_, "vk");
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::SafeRetired(org_, ads_)));
  org_.Suspend(anna_.id);
  org_.RenewDue();
  input_.distrusted = true;
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("ads/vk"));
}

// She came into the role when its grant was over; the role's key opens the
// safe's of then all the same.
TEST_F(DeparturePlanTest, DistrustCountsKeysWithoutAccess) {
  Put(secret_, "bank");
  org_.GrantRole(secret_, "pr", LEVEL_READ);
  ASSERT_OK(org_.Add(org_.founder(),
                     crypto::roster::Revoked(org_, secret_, {true, "pr"})));
  org_.GiveRole(anna_.id, "pr");
  EXPECT_THAT(ToRotate(Plan()), IsEmpty());
  input_.distrusted = true;
  EXPECT_THAT(ToRotate(Plan()), ElementsAre("secret/bank"));
}

// What a tool could open, whoever made its token could.
TEST_F(DeparturePlanTest, ToolsCountAsWhoMadeThem) {
  Put(ads_, "vk", 2, 2);
  Put(ads_, "unread");
  const TestMember tool = org_.MakeTool("bot");
  org_.Grant(ads_, tool.id, LEVEL_READ, org_.now_ms() + kDay);
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::ToolEnded(org_, tool.id)));
  Edit(ads_, "vk",
       [&](trust::v1::Header* header) { header->set_author(tool.id); });
  Edit(ads_, "unread",
       [&](trust::v1::Header* header) { header->set_author(boris_.id); });
  anna_ = org_.founder();
  const DeparturePlan plan = Plan();
  EXPECT_THAT(ToRotate(plan), ElementsAre("ads/vk"));
  EXPECT_THAT(plan.tools, IsEmpty());
  EXPECT_THAT(MadeBy(org_.state(), anna_.id),
              UnorderedElementsAre(tool.id, org_.kit().id));
  EXPECT_THAT(MadeBy(org_.state(), boris_.id), IsEmpty());
}

TEST_F(DeparturePlanTest, GapOfARestoredBackupCountsAsRead) {
  Put(ads_, "vk");
  Put(ads_, "changed", 2, 2);
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Restored(org_, {})));
  items_[ads_][Id("changed")].mutable_overview()->set_secret_changed_ms(
      org_.now_ms() + 1);
  const DeparturePlan plan = Plan();
  EXPECT_TRUE(plan.gap);
  EXPECT_THAT(ToRotate(plan), ElementsAre("ads/vk"));
}

TEST_F(DeparturePlanTest, OwnedIsWhatNamesTheLogin) {
  Put(ads_, "vk").mutable_overview()->set_owner("Anna");
  Put(ads_, "ok").mutable_overview()->set_owner("anna.k");
  MirrorItem& gone = Put(ads_, "gone");
  gone.mutable_overview()->set_owner("anna");
  gone.set_deleted(true);
  org_.Grant(secret_, anna_.id, LEVEL_MANAGE);
  const DeparturePlan plan = Plan();
  EXPECT_THAT(Names(plan.owned), ElementsAre("ads/vk"));
  EXPECT_THAT(plan.managed, ElementsAre(secret_));
}

TEST_F(DeparturePlanTest, KeysThatBecomeDueAreThoseHeld) {
  org_.Grant(secret_, anna_.id, LEVEL_READ);
  std::vector<std::string> due;
  for (const auto& key : Plan().due) due.push_back(key.name);
  EXPECT_THAT(due, UnorderedElementsAre("marketer", ads_, secret_));
}

TEST_F(DeparturePlanTest, GiftsAreThoseThatStillHold) {
  org_.Grant(secret_, anna_.id, LEVEL_MANAGE);
  ASSERT_OK(org_.Add(anna_,
                     org_.DraftGrant(secret_, {false, boris_.id}, LEVEL_READ)));
  const DeparturePlan plan = Plan();
  ASSERT_EQ(plan.gifts.size(), 1u);
  EXPECT_EQ(plan.gifts[0].to, "boris");
  EXPECT_EQ(plan.gifts[0].safe, secret_);
  ASSERT_OK(org_.Add(org_.founder(), crypto::roster::Revoked(
                                         org_, secret_, {false, boris_.id})));
  EXPECT_THAT(Plan().gifts, IsEmpty());
}

TEST_F(DeparturePlanTest, ToolsAndKitsAreOfWhoMadeThem) {
  const TestMember tool = org_.MakeTool("bot");
  EXPECT_THAT(Plan().tools, IsEmpty());
  EXPECT_THAT(Plan().kits, IsEmpty());
  anna_ = org_.founder();
  EXPECT_THAT(Plan().tools, ElementsAre(tool.id));
  EXPECT_THAT(Plan().kits, ElementsAre(org_.kit().id));
}

TEST_F(DeparturePlanTest, RegisteredWithTheirPhoneOrMailbox) {
  Put(ads_, "vk").mutable_overview()->set_phone("+7 999 000-00-00");
  Put(ads_, "ok").mutable_overview()->set_email("anna@example.com");
  Put(ads_, "other").mutable_overview()->set_email("head@example.com");
  MirrorItem& mailbox = Put(ads_, "mailbox");
  mailbox.set_kind(trust::v1::KIND_MAILBOX);
  mailbox.mutable_overview()->set_user_name("anna@example.com");
  mailbox.mutable_overview()->set_owner("anna");
  input_.contacts = {"8 (999) 000-00-00"};
  EXPECT_THAT(Names(Plan().registered),
              UnorderedElementsAre("ads/vk", "ads/ok", "ads/mailbox"));
}

TEST_F(DeparturePlanTest, ExposureInASafeNobodyShowsIsTold) {
  Saw(std::string(16, 'x'), "vk", 1);
  input_.roster = &org_.state();
  input_.member = anna_.id;
  EXPECT_EQ(ExitCodeOf(PlanDeparture(input_).status()), ExitCode::kIntegrity);
}

TEST_F(DeparturePlanTest, DamagedHeaderIsTold) {
  Put(ads_, "vk").set_header("x");
  input_.roster = &org_.state();
  input_.entries = org_.entries();
  input_.member = anna_.id;
  input_.safes = {{ads_, "ads", &items_[ads_]}};
  EXPECT_EQ(ExitCodeOf(PlanDeparture(input_).status()), ExitCode::kIntegrity);
}

}  // namespace
}  // namespace klad::client
