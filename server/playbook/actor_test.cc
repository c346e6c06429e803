#include "server/playbook/actor.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/playbooks_test_base.h"

namespace klad::playbook {
namespace {

using access::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kDay = int64_t{24} * 3600 * 1000;

class PlaybookActorTest : public PlaybooksTestBase {
 protected:
  std::string RuleOf(const absl::Status& status) {
    if (ReasonOf(status) != v1::REASON_PLAYBOOK_STATE) return "none";
    return access::RefusalOf(status)->fields().at("rule");
  }

  // Who has not signed, as "login" or "login:roles".
  std::vector<std::string> Unsigned(const v1::Playbook& playbook) {
    v1::ListPlaybookSignersRequest request;
    request.set_id(playbook.id());
    v1::ListPlaybookSignersResponse response;
    CHECK_THAT(playbooks_->reader()
                   .ListSigners(As(founder_), request, &response)
                   .ok());
    std::vector<std::string> names;
    for (const v1::PlaybookSigner& signer : response.signers()) {
      if (signer.holds()) continue;
      std::string name = org_.state().FindMember(signer.member())->login;
      for (const std::string& role : signer.roles()) name += ":" + role;
      names.push_back(name);
    }
    return names;
  }

  std::vector<std::string> Due() {
    v1::ListPlaybooksRequest request;
    request.set_due_until_ms(clock_.NowMs() + 1);
    return Listed(pr_, request);
  }
};

TEST_F(PlaybookActorTest, EachStateFollowsTheOneBefore) {
  v1::Playbook playbook = Made(Draft("report"));
  EXPECT_EQ(RuleOf(Do(Act::kAdopt, head_, playbook).status()), "not-submitted");
  EXPECT_EQ(RuleOf(Do(Act::kVerify, head_, playbook).status()), "not-adopted");
  EXPECT_EQ(RuleOf(Do(Act::kSign, head_, playbook).status()), "not-in-force");
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kSubmit, marketer_, playbook));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_IN_REVIEW);
  EXPECT_EQ(RuleOf(Do(Act::kSubmit, marketer_, playbook).status()),
            "submitted");
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kAdopt, head_, playbook));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_ADOPTED);
  EXPECT_EQ(playbook.adopted_by(), head_.id);
  EXPECT_EQ(playbook.adopted_revision(), 1u);
  EXPECT_EQ(RuleOf(Do(Act::kSubmit, marketer_, playbook).status()), "adopted");
  EXPECT_EQ(RuleOf(Do(Act::kAdopt, head_, playbook).status()), "adopted");
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kRetire, head_, playbook));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_RETIRED);
  EXPECT_EQ(playbook.adopted_revision(), 0u);
  EXPECT_EQ(RuleOf(Do(Act::kRetire, head_, playbook).status()), "retired");
  EXPECT_THAT(Listed(pr_), IsEmpty());
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kSubmit, marketer_, playbook));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_IN_REVIEW);
  EXPECT_OK(Checked());
}

TEST_F(PlaybookActorTest, OnlyHeadAndOwnerAdopt) {
  v1::Playbook playbook = Made(Draft("report"));
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kSubmit, marketer_, playbook));
  for (const TestMember* not_me : {&marketer_, &pr_, &contractor_, &nobody_}) {
    EXPECT_EQ(ReasonOf(Do(Act::kAdopt, *not_me, playbook).status()),
              v1::REASON_PERMISSION)
        << not_me->login;
  }
  EXPECT_OK(Do(Act::kAdopt, founder_, playbook));
}

TEST_F(PlaybookActorTest, OwnerReviewersAndWhoAdoptsVerify) {
  v1::Playbook draft = Draft("report");
  draft.set_owner(marketer_.id);
  v1::Playbook playbook = Adopted(Made(draft));
  EXPECT_EQ(RuleOf(Do(Act::kVerify, pr_, playbook).status()), "not-reviewer");
  EXPECT_EQ(RuleOf(Do(Act::kRetire, pr_, playbook).status()), "not-owner");
  EXPECT_OK(Do(Act::kVerify, marketer_, playbook));
  EXPECT_OK(Do(Act::kVerify, head_, playbook));
  playbook.add_reviewers(pr_.id);
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook));
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kVerify, pr_, playbook));
  EXPECT_EQ(playbook.verified_by(), pr_.id);
  EXPECT_OK(Do(Act::kRetire, marketer_, playbook));
}

TEST_F(PlaybookActorTest, NobodyAdoptsATextTheyHaveNotSeen) {
  v1::Playbook seen = Made(Draft("report"));
  ASSERT_OK_AND_ASSIGN(seen, Do(Act::kSubmit, marketer_, seen));
  ASSERT_OK_AND_ASSIGN(const v1::Playbook edited,
                       Edit(marketer_, seen, "1. other\n"));
  ASSERT_OK(Do(Act::kSubmit, marketer_, edited));
  EXPECT_EQ(ReasonOf(Do(Act::kAdopt, head_, seen).status()),
            v1::REASON_PLAYBOOK_MOVED);
  EXPECT_OK(Do(Act::kAdopt, head_, edited));
}

TEST_F(PlaybookActorTest, ActSentTwiceHasOneEffect) {
  const v1::Playbook playbook = Made(Draft("report"));
  const std::string request = NewId();
  ASSERT_OK(Do(Act::kSubmit, marketer_, playbook, request));
  EXPECT_OK(Do(Act::kSubmit, marketer_, playbook, request));
}

TEST_F(PlaybookActorTest, PersonsOfItsRolesAreToSign) {
  v1::Playbook draft = Draft("report");
  draft.add_roles("marketer");
  draft.add_roles("contractor");
  const v1::Playbook playbook = Adopted(Made(draft));
  EXPECT_THAT(Unsigned(playbook),
              ElementsAre("contractor:contractor", "marketer:marketer"));
  ASSERT_OK(Do(Act::kSign, marketer_, playbook));
  ASSERT_OK(Do(Act::kSign, marketer_, playbook)) << "once more";
  EXPECT_THAT(Unsigned(playbook), ElementsAre("contractor:contractor"));
  EXPECT_EQ(ReasonOf(Do(Act::kSign, pr_, playbook).status()),
            v1::REASON_PLAYBOOK_UNKNOWN);
  ASSERT_OK(Do(Act::kSign, contractor_, playbook));
  EXPECT_THAT(Unsigned(playbook), IsEmpty());
  org_.Join("new", {{"marketer"}});
  EXPECT_THAT(Unsigned(playbook), ElementsAre("new:marketer"));
  EXPECT_OK(Checked());
}

TEST_F(PlaybookActorTest, WhereNoRoleIsNamedAllButContractorsAreToSign) {
  org_.MakeTool("bot", {"playbook.read"});
  const v1::Playbook playbook = Adopted(Made(Draft("report")));
  EXPECT_THAT(Unsigned(playbook),
              ElementsAre(founder_.login, "head", "marketer", "nobody", "pr"));
  org_.Suspend(pr_.id);
  EXPECT_THAT(Unsigned(playbook),
              ElementsAre(founder_.login, "head", "marketer", "nobody"));
}

TEST_F(PlaybookActorTest, OnlyAMaterialChangeAsksAgain) {
  v1::Playbook draft = Draft("report");
  draft.add_roles("marketer");
  v1::Playbook playbook = Adopted(Made(draft));
  ASSERT_OK(Do(Act::kSign, marketer_, playbook));
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook, "1. typo\n"));
  EXPECT_THAT(Unsigned(playbook), IsEmpty());
  playbook = Adopted(playbook);
  EXPECT_EQ(playbook.signed_from(), 1u);
  EXPECT_THAT(Unsigned(playbook), IsEmpty());
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook, "1. big\n", true));
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook, "1. big.\n"));
  EXPECT_THAT(Unsigned(playbook), IsEmpty()) << "not before it is adopted";
  playbook = Adopted(playbook);
  EXPECT_THAT(Unsigned(playbook), ElementsAre("marketer:marketer"));
  v1::Playbook stale = playbook;
  stale.set_adopted_revision(1);
  EXPECT_EQ(ReasonOf(Do(Act::kSign, marketer_, stale).status()),
            v1::REASON_PLAYBOOK_MOVED);
  ASSERT_OK(Do(Act::kSign, marketer_, playbook));
  EXPECT_THAT(Unsigned(playbook), IsEmpty());
}

TEST_F(PlaybookActorTest, PeriodMakesDueAndVerifyingBeginsItAnew) {
  v1::Playbook draft = Draft("report");
  draft.set_review_days(90);
  v1::Playbook playbook = Made(draft);
  clock_.Advance(1000 * kDay);
  EXPECT_THAT(Due(), IsEmpty()) << "a draft is never due";
  playbook = Adopted(playbook);
  EXPECT_EQ(playbook.due_ms(), clock_.NowMs() + 90 * kDay);
  clock_.Advance(90 * kDay - 1);
  EXPECT_THAT(Due(), IsEmpty());
  clock_.Advance(1);
  EXPECT_THAT(Due(), ElementsAre("report"));
  ASSERT_OK(Do(Act::kVerify, founder_, playbook));
  EXPECT_THAT(Due(), IsEmpty());
  clock_.Advance(kDay);
  ASSERT_OK_AND_ASSIGN(playbook, Edit(pr_, playbook, "1. other\n"));
  EXPECT_THAT(Due(), ElementsAre("report")) << "edited while one is in force";
  playbook = Adopted(playbook);
  EXPECT_THAT(Due(), IsEmpty());
  ASSERT_OK(Do(Act::kRetire, founder_, playbook));
  clock_.Advance(1000 * kDay);
  EXPECT_THAT(Due(), IsEmpty());
}

}  // namespace
}  // namespace klad::playbook
