#include "server/playbook/writer.h"

#include <atomic>
#include <functional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/playbook/records.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"
#include "tests/support/playbooks_test_base.h"

namespace klad::playbook {
namespace {

using access::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PlaybookWriterTest : public PlaybooksTestBase {
 protected:
  static std::string To(const v1::Playbook& other) {
    return absl::StrCat("1. [[playbook:", text::NameOfId(other.id()), "]]\n");
  }
  static std::string RuleOf(const absl::Status& status) {
    const auto refusal = access::RefusalOf(status);
    if (!refusal.has_value()) return "none";
    const auto rule = refusal->fields().find("rule");
    const auto line = refusal->fields().find("line");
    return absl::StrCat(rule == refusal->fields().end() ? "" : rule->second,
                        line == refusal->fields().end() || line->second == "0"
                            ? ""
                            : " on " + line->second);
  }
  std::string RuleOfText(const std::string& text) {
    return RuleOf(Create(marketer_, Draft("x"), text).status());
  }
};

TEST_F(PlaybookWriterTest, PlaybookIsThereAfterARestart) {
  v1::Playbook draft = Draft("Weekly report");
  draft.set_category(" ads /  reports/ ");
  draft.add_tags("q3");
  draft.set_review_days(90);
  draft.add_reviewers(head_.id);
  ASSERT_OK_AND_ASSIGN(const v1::Playbook made,
                       Create(marketer_, draft, "# Report\n\n1. write\n"));
  EXPECT_EQ(made.revision(), 1u);
  EXPECT_EQ(made.text_revision(), 1u);
  EXPECT_EQ(made.state(), v1::PLAYBOOK_STATE_DRAFT);
  EXPECT_EQ(made.category(), "ads/reports");
  EXPECT_EQ(made.created_by(), marketer_.id);
  EXPECT_EQ(made.created_ms(), clock_.NowMs());
  Open();
  const auto got = Got(pr_, "weekly-REPORT");
  EXPECT_EQ(got.playbook().SerializeAsString(), made.SerializeAsString());
  EXPECT_EQ(got.text(), "# Report\n\n1. write\n");
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, TwoPlaybooksNeverHaveOneName) {
  Made(Draft("Отчёт"));
  EXPECT_EQ(ReasonOf(Create(marketer_, Draft("от-чет")).status()),
            v1::REASON_PLAYBOOK_NAME_TAKEN);
  v1::Playbook other = Made(Draft("other"));
  other.set_name("отчет");
  EXPECT_EQ(ReasonOf(Edit(marketer_, other).status()),
            v1::REASON_PLAYBOOK_NAME_TAKEN);
  other.set_name("another");
  ASSERT_OK(Edit(marketer_, other));
  EXPECT_OK(Create(marketer_, Draft("other")));
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, CreatedTwiceUnderOneIdIsOnePlaybook) {
  const v1::Playbook draft = Draft("report");
  ASSERT_OK(Create(marketer_, draft));
  EXPECT_OK(Create(marketer_, draft));
  EXPECT_THAT(Listed(pr_), ElementsAre("report"));
  EXPECT_EQ(RuleOf(Create(pr_, draft).status()), "id") << "somebody else's";
}

TEST_F(PlaybookWriterTest, EditOfAnOlderRevisionIsRefusedAndLosesNothing) {
  const v1::Playbook first = Made(Draft("report"));
  ASSERT_OK(Edit(pr_, first, "1. theirs\n"));
  EXPECT_EQ(ReasonOf(Edit(marketer_, first, "1. mine\n").status()),
            v1::REASON_PLAYBOOK_MOVED);
  EXPECT_EQ(Got(pr_, "report").text(), "1. theirs\n");
}

TEST_F(PlaybookWriterTest, EditSentTwiceHasOneEffect) {
  const v1::Playbook first = Made(Draft("report"));
  const std::string request = NewId();
  ASSERT_OK(Edit(marketer_, first, "1. new\n", false, request));
  EXPECT_OK(Edit(marketer_, first, "1. new\n", false, request));
  EXPECT_EQ(Got(pr_, "report").playbook().revision(), 2u);
}

TEST_F(PlaybookWriterTest, ChangedTextIsADraftAndEndsTheVerification) {
  v1::Playbook playbook = Adopted(Made(Draft("report")));
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kVerify, founder_, playbook));
  EXPECT_NE(playbook.verified_ms(), 0);
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook, "1. other\n"));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_DRAFT);
  EXPECT_EQ(playbook.verified_ms(), 0);
  EXPECT_EQ(playbook.adopted_revision(), 1u);
  EXPECT_EQ(playbook.text_revision(), 2u);
  EXPECT_EQ(Got(pr_, "report", /*in_force=*/true).text(), "1. one\n");
  EXPECT_EQ(Got(pr_, "report").text(), "1. other\n");
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, WhatStandsAroundTheTextChangesNoState) {
  v1::Playbook playbook = Adopted(Made(Draft("report")));
  ASSERT_OK_AND_ASSIGN(playbook, Do(Act::kVerify, founder_, playbook));
  playbook.set_title("Weekly");
  ASSERT_OK_AND_ASSIGN(playbook, Edit(marketer_, playbook, "1. one\n", true));
  EXPECT_EQ(playbook.state(), v1::PLAYBOOK_STATE_ADOPTED);
  EXPECT_NE(playbook.verified_ms(), 0);
  EXPECT_EQ(playbook.revision(), 2u);
  EXPECT_EQ(playbook.text_revision(), 1u);
  EXPECT_EQ(Got(pr_, "report").text(), "1. one\n");
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, EditOfNothingIsNoRevision) {
  const v1::Playbook playbook = Adopted(Made(Draft("report")));
  ASSERT_OK_AND_ASSIGN(const v1::Playbook same,
                       Edit(marketer_, playbook, "1. one\n", true));
  EXPECT_EQ(same.SerializeAsString(), playbook.SerializeAsString());
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, OnlyWhoMayWriteWrites) {
  const v1::Playbook playbook = Made(Draft("report"));
  for (const TestMember* may : {&founder_, &head_, &marketer_, &pr_}) {
    EXPECT_OK(Create(*may, Draft(absl::StrCat("by", may->login))));
  }
  TestMember tool = org_.MakeTool("bot", {"playbook.read"});
  for (const TestMember* not_me : {&contractor_, &nobody_, &tool}) {
    EXPECT_EQ(ReasonOf(Create(*not_me, Draft("x")).status()),
              v1::REASON_PERMISSION);
    EXPECT_EQ(ReasonOf(Edit(*not_me, playbook, "1. x\n").status()),
              v1::REASON_PERMISSION);
  }
  org_.Suspend(marketer_.id);
  EXPECT_EQ(ReasonOf(Edit(marketer_, playbook, "1. x\n").status()),
            v1::REASON_PERMISSION);
}

TEST_F(PlaybookWriterTest, WhatIsNotSeenIsNotEditedOrReferredTo) {
  v1::Playbook hidden = Draft("salaries");
  hidden.add_roles("head");
  hidden = Made(hidden);
  v1::Playbook unknown = Draft("nothing");
  unknown.set_revision(1);
  const absl::Status stranger = Edit(marketer_, hidden, "1. x\n").status();
  EXPECT_EQ(ReasonOf(stranger), v1::REASON_PLAYBOOK_UNKNOWN);
  EXPECT_EQ(stranger, Edit(marketer_, unknown, "1. x\n").status());
  EXPECT_EQ(RuleOf(Create(marketer_, Draft("a"), To(hidden)).status()),
            "playbook");
  EXPECT_EQ(RuleOf(Create(marketer_, Draft("a"), To(unknown)).status()),
            "playbook");
  EXPECT_OK(Create(head_, Draft("a"), To(hidden)));
}

TEST_F(PlaybookWriterTest, LinkMustBeSeenOrHaveStoodThere) {
  const std::string link = NewId();
  const std::string text =
      absl::StrCat("1. [[link:", text::NameOfId(link), "]]\n");
  EXPECT_EQ(RuleOfText(text), "link");
  links_.names[link] = "metrika";
  const v1::Playbook playbook = Made(Draft("report"), text);
  links_.names.clear();
  ASSERT_OK(Edit(marketer_, playbook, text + "2. more\n"));
  const auto got = Got(pr_, "report");
  ASSERT_EQ(got.links_size(), 1);
  EXPECT_EQ(got.links(0).id(), link);
  EXPECT_EQ(got.links(0).name(), "") << "gone";
}

TEST_F(PlaybookWriterTest, ReferencesNeverGoInACircle) {
  const v1::Playbook a = Made(Draft("a"));
  const v1::Playbook b = Made(Draft("b"), To(a));
  const v1::Playbook c = Made(Draft("c"), To(b));
  const absl::Status refused = Edit(marketer_, a, To(c)).status();
  EXPECT_EQ(ReasonOf(refused), v1::REASON_PLAYBOOK_CYCLE);
  EXPECT_EQ(access::RefusalOf(refused)->fields().at("playbooks"),
            absl::StrCat(Hex(a.id()), ",", Hex(c.id()), ",", Hex(b.id()), ",",
                         Hex(a.id())));
  EXPECT_EQ(ReasonOf(Edit(marketer_, a, To(a)).status()),
            v1::REASON_PLAYBOOK_CYCLE);
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, TwoEditsAtOnceMakeNoCircle) {
  for (int i = 0; i < 20; ++i) {
    const v1::Playbook a = Made(Draft(absl::StrCat("a", i)));
    const v1::Playbook b = Made(Draft(absl::StrCat("b", i)));
    std::atomic<int> done = 0;
    std::thread other([&] { done += Edit(pr_, b, To(a)).ok() ? 1 : 0; });
    done += Edit(marketer_, a, To(b)).ok() ? 1 : 0;
    other.join();
    EXPECT_EQ(done, 1);
  }
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, EachRuleIsNamed) {
  const auto rule = [this](const std::function<void(v1::Playbook&)>& edit) {
    v1::Playbook playbook = Draft("fine");
    edit(playbook);
    return RuleOf(Create(marketer_, playbook).status());
  };
  using P = v1::Playbook;
  EXPECT_EQ(rule([](P& p) { p.set_id("i"); }), "id");
  EXPECT_EQ(rule([](P& p) { p.set_name(" -_"); }), "name");
  EXPECT_EQ(rule([](P& p) { p.set_name(std::string(101, 'n')); }), "name");
  EXPECT_EQ(rule([](P& p) { p.set_title("a\nb"); }), "title");
  EXPECT_EQ(rule([](P& p) { p.set_category("1/2/3/4/5/6/7/8/9"); }),
            "category");
  EXPECT_EQ(rule([](P& p) { p.add_tags("a,b"); }), "tags");
  EXPECT_EQ(rule([](P& p) { p.set_owner(NewId()); }), "owner");
  EXPECT_EQ(rule([](P& p) { p.add_reviewers(NewId()); }), "reviewers");
  EXPECT_EQ(rule([this](P& p) {
              p.add_reviewers(head_.id), p.add_reviewers(head_.id);
            }),
            "reviewers");
  EXPECT_EQ(rule([](P& p) { p.add_roles("juggler"); }), "roles");
  EXPECT_EQ(rule([](P& p) { p.set_review_days(3651); }), "review");
  EXPECT_EQ(rule([](P&) {}), "none");
}

TEST_F(PlaybookWriterTest, EachRuleOfATextIsNamedWithItsLine) {
  EXPECT_EQ(RuleOfText(""), "text");
  EXPECT_EQ(RuleOfText(" \n\n"), "text");
  EXPECT_EQ(RuleOfText("a\x1b[31m"), "text");
  EXPECT_EQ(RuleOfText("\xff"), "text");
  EXPECT_EQ(RuleOfText(std::string(204801, 'x')), "text-long");
  EXPECT_EQ(RuleOfText("a\n\n1. @role:juggler\n"), "step-role on 3");
  EXPECT_EQ(RuleOfText("1. a\n2. due:+x\n"), "step-due on 2");
  EXPECT_EQ(RuleOfText("1. a\n\n[[link:metrika]]\n"), "reference on 3");
  EXPECT_OK(Create(marketer_, Draft("long"), std::string(204800, 'x')));
  EXPECT_OK(Create(marketer_, Draft("role"), "1. @role:contractor x\n"));
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, NothingIsWrittenBeforeARestoredBackupIsAccepted) {
  directory_.restored_ms = 1;
  EXPECT_EQ(ReasonOf(Create(founder_, Draft("x")).status()),
            v1::REASON_RESTORED);
}

TEST_F(PlaybookWriterTest, SixteenEditsOfOneRevisionAreOne) {
  const v1::Playbook playbook = Made(Draft("report"));
  std::atomic<int> done = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&, i] {
      if (Edit(pr_, playbook, absl::StrCat("1. ", i, "\n")).ok()) ++done;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(Got(pr_, "report").playbook().revision(), 2u);
  EXPECT_OK(Checked());
}

// As a server that starts has them found.
TEST_F(PlaybookWriterTest, WordsAreWrittenWithThePlaybookAndFollowItsText) {
  const auto found = [this](const char* words) {
    words::Query query = words::QueryFor(words);
    query.limit = 10;
    return words_->Find(query, [](const words::Key&) { return true; }).size();
  };
  const v1::Playbook other = Made(Draft("other"), "1. Позвонить\n");
  v1::Playbook playbook = Made(Draft("report"), To(other) + "2. Отчёты\n");
  EXPECT_EQ(found("отчет"), 1u);
  EXPECT_EQ(found("playbook"), 0u);
  ASSERT_OK_AND_ASSIGN(playbook, Edit(pr_, playbook, "1. Сводки\n"));
  playbook.set_title("Итоги недели");
  ASSERT_OK_AND_ASSIGN(playbook, Edit(pr_, playbook));
  Adopted(playbook);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(found("отчет"), 0u);
    EXPECT_EQ(found("сводка"), 1u);
    EXPECT_EQ(found("итог"), 1u);
    Open();
  }
  EXPECT_OK(Checked());
}

TEST_F(PlaybookWriterTest, RetiredPlaybookIsNotFound) {
  const v1::Playbook playbook = Made(Draft("report"));
  const auto sees = [&](const TestMember& who) {
    const auto sight = playbooks_->reader().SightOf(As(who));
    return sight.ok() && (*sight)(playbook.id());
  };
  EXPECT_TRUE(sees(pr_));
  EXPECT_FALSE(sees(contractor_));
  ASSERT_OK(Do(Act::kRetire, founder_, playbook));
  EXPECT_FALSE(sees(pr_));
}

TEST_F(PlaybookWriterTest, TheLedgerNamesEachPlaybook) {
  const v1::Playbook playbook = Made(Draft("report"));
  ASSERT_OK(Edit(pr_, playbook, "1. x\n"));
  ASSERT_OK_AND_ASSIGN(const audit::RecordPage page, ledger_->Read(0, 10));
  ASSERT_EQ(page.records.size(), 2u);
  EXPECT_EQ(page.records[1].subject(),
            absl::StrCat("playbook/", Hex(playbook.id())));
  EXPECT_EQ(page.records[1].method(), "klad.v1.PlaybookService/Edit");
  EXPECT_EQ(page.records[1].caller(), As(pr_).Name());
}

TEST_F(PlaybookWriterTest, CheckFindsWhatIsBroken) {
  v1::Playbook playbook = Adopted(Made(Draft("report")));
  ASSERT_OK_AND_ASSIGN(playbook, Edit(pr_, playbook, "1. x\n"));
  ASSERT_OK(Do(Act::kSign, marketer_, playbook));
  ASSERT_OK(Checked());
  const auto broken = [this](const std::string& key, const std::string& value) {
    const auto before = store_.Get(key);
    CHECK_THAT(store_.Commit({{}, {{key, value}}, {}}).ok());
    std::string said(Checked().message());
    store::Transaction back;
    if (before.ok()) back.puts.push_back({key, before->value});
    if (!before.ok()) back.deletes.push_back(key);
    CHECK_THAT(store_.Commit(std::move(back)).ok());
    return said;
  };
  const std::string name = IndexKey(seal_).OfName("report");
  EXPECT_THAT(broken(name, NewId()), HasSubstr("its name leads to another"));
  EXPECT_THAT(broken(RecordKey(playbook.id()), "\xff"), HasSubstr("damaged"));
  EXPECT_THAT(broken(RevisionKey(playbook.id(), 2), "\xff"),
              HasSubstr("damaged"));
  EXPECT_THAT(broken(IndexKey(seal_).OfName("x"), playbook.id()),
              HasSubstr("leads to no playbook"));
  EXPECT_THAT(broken(SignatureKey(NewId(), marketer_.id, 1), ""),
              HasSubstr("leads to no playbook"));
  ASSERT_OK_AND_ASSIGN(Stored stored, Load(&store_, playbook.id()));
  stored.record.mutable_terms()->add_light("other");
  EXPECT_THAT(
      broken(RecordKey(playbook.id()), stored.record.SerializeAsString()),
      HasSubstr("its words are not those of its texts"));
  ASSERT_OK(store_.Commit({{}, {}, {RevisionKey(playbook.id(), 1)}}));
  EXPECT_THAT(Checked().message(), HasSubstr("revision 1"));
}

TEST_F(PlaybookWriterTest, NoKeyShowsWhatPeopleWrote) {
  Made(Draft("canary"));
  ASSERT_OK_AND_ASSIGN(const store::Page page,
                       store_.List(store::Range::Prefix("p/"), "", 100));
  ASSERT_EQ(page.entries.size(), 3u);
  for (const store::Entry& entry : page.entries) {
    EXPECT_EQ(entry.key.find("canary"), std::string::npos);
  }
}

}  // namespace
}  // namespace klad::playbook
