#include "server/link/writer.h"

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"
#include "tests/support/links_test_base.h"

namespace klad::link {
namespace {

using access::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LinkWriterTest : public LinksTestBase {
 protected:
  v1::LinkOutcome Outcome(const v1::Link& link, bool unless_known = false) {
    auto created = Create(marketer_, link, unless_known);
    CHECK_THAT(created.ok());
    return created->outcome();
  }
  std::string RuleOf(const v1::Link& link) {
    auto created = Create(marketer_, link);
    CHECK_THAT(created.ok());
    return created->rule();
  }
  absl::Status Checked() { return CheckAll(&store_, seal_).status(); }
};

TEST_F(LinkWriterTest, LinkIsThereAfterARestart) {
  v1::Link link = Draft("vk");
  link.set_category(" ads /  vk/ ");
  link.add_tags("q3");
  const v1::Link made = Made(link);
  EXPECT_EQ(made.revision(), 1u);
  EXPECT_EQ(made.category(), "ads/vk");
  EXPECT_EQ(made.created_by(), founder_.id);
  EXPECT_EQ(made.created_ms(), clock_.NowMs());
  Open();
  EXPECT_EQ(Resolved(marketer_, "vk").link().SerializeAsString(),
            made.SerializeAsString());
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, TwoLinksNeverHaveOneName) {
  Made(Draft("Отчёт"));
  EXPECT_EQ(Outcome(Draft("от-чет")), v1::LINK_OUTCOME_NAME_TAKEN);
  v1::Link hidden = Draft("salaries");
  hidden.add_roles("head");
  Made(hidden);
  EXPECT_EQ(Outcome(Draft("salaries")), v1::LINK_OUTCOME_NAME_TAKEN);
  EXPECT_EQ(ReasonOf([&] {
              v1::Link other = Made(Draft("other"));
              other.set_name("отчет");
              return Edit(marketer_, other);
            }()),
            v1::REASON_LINK_NAME_TAKEN);
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, NameIsFreeAgainAfterItsLinkIsRenamed) {
  v1::Link link = Made(Draft("old"));
  link.set_name("new");
  ASSERT_OK(Edit(marketer_, link));
  EXPECT_FALSE(Resolved(pr_, "old").has_link());
  EXPECT_EQ(Resolved(pr_, "new").link().revision(), 2u);
  EXPECT_EQ(Outcome(Draft("old")), v1::LINK_OUTCOME_CREATED);
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, SameAddressIsSaidButWhatTheCallerDoesNotSee) {
  Made(Draft("one", "https://Example.com/x/?utm_source=mail"));
  v1::Link hidden = Draft("hidden", "https://example.com/x");
  hidden.add_roles("head");
  Made(hidden);
  ASSERT_OK_AND_ASSIGN(
      const v1::CreatedLink created,
      Create(marketer_, Draft("two", "https://example.com/x")));
  EXPECT_EQ(created.outcome(), v1::LINK_OUTCOME_CREATED);
  EXPECT_THAT(created.same_address(), ElementsAre("one"));
  ASSERT_OK_AND_ASSIGN(
      const v1::CreatedLink known,
      Create(marketer_, Draft("three", "https://example.com/x#"), true));
  EXPECT_EQ(known.outcome(), v1::LINK_OUTCOME_KNOWN);
  EXPECT_THAT(known.link().name(), ::testing::AnyOf("one", "two"));
  EXPECT_FALSE(Resolved(pr_, "three").has_link());
}

TEST_F(LinkWriterTest, AddressFollowsAnEdit) {
  v1::Link link = Made(Draft("one", "https://a.example/"));
  link.set_address("https://b.example/");
  ASSERT_OK(Edit(marketer_, link));
  EXPECT_EQ(Outcome(Draft("two", "https://a.example/"), true),
            v1::LINK_OUTCOME_CREATED);
  EXPECT_EQ(Outcome(Draft("three", "https://b.example"), true),
            v1::LINK_OUTCOME_KNOWN);
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, CreatedTwiceUnderOneIdIsOneLink) {
  const v1::Link link = Draft("vk");
  EXPECT_EQ(Outcome(link), v1::LINK_OUTCOME_CREATED);
  EXPECT_EQ(Outcome(link), v1::LINK_OUTCOME_CREATED);
  EXPECT_THAT(Listed(pr_), ElementsAre("vk"));
  ASSERT_OK_AND_ASSIGN(const auto other, Create(pr_, link));
  EXPECT_EQ(other.rule(), "id") << "somebody else's";
  v1::CreateLinksRequest twice;
  *twice.add_links() = Draft("a");
  *twice.add_links() = twice.links(0);
  v1::CreateLinksResponse response;
  ASSERT_OK(links_->writer().Create(As(pr_), twice, &response));
  EXPECT_EQ(response.links(0).outcome(), v1::LINK_OUTCOME_CREATED);
  EXPECT_EQ(response.links(1).rule(), "id");
}

TEST_F(LinkWriterTest, EditOfAnOlderRevisionIsRefused) {
  v1::Link mine = Made(Draft("vk"));
  v1::Link theirs = mine;
  theirs.set_title("theirs");
  ASSERT_OK(Edit(pr_, theirs));
  mine.set_title("mine");
  EXPECT_EQ(ReasonOf(Edit(marketer_, mine)), v1::REASON_LINK_MOVED);
  EXPECT_EQ(Resolved(pr_, "vk").link().title(), "theirs");
}

TEST_F(LinkWriterTest, EditSentTwiceHasOneEffect) {
  v1::Link link = Made(Draft("vk"));
  link.set_title("new");
  const std::string request = NewId();
  ASSERT_OK(Edit(marketer_, link, request));
  EXPECT_OK(Edit(marketer_, link, request));
  EXPECT_EQ(Resolved(pr_, "vk").link().revision(), 2u);
  v1::Link later = Resolved(pr_, "vk").link();
  later.set_title("later");
  ASSERT_OK(Edit(pr_, later));
  EXPECT_OK(Edit(marketer_, link, request)) << "it was done";
  EXPECT_EQ(Resolved(pr_, "vk").link().title(), "later");
}

TEST_F(LinkWriterTest, LinkEndsByTheServersClock) {
  v1::Link link = Made(Draft("old"));
  link.set_until_ms(clock_.NowMs() + 1'000'000);
  v1::EditLinksRequest request;
  request.set_request_id(NewId());
  *request.add_links() = link;
  request.set_end(true);
  v1::EditLinksResponse response;
  ASSERT_OK(links_->writer().Edit(As(founder_), request, &response));
  EXPECT_EQ(response.links(0).until_ms(), clock_.NowMs());
  EXPECT_TRUE(Resolved(founder_, "old").ended());
}

// The names of links in which the words are found, as a server that starts
// knows them.
TEST_F(LinkWriterTest, WordsAreWrittenWithTheLinkAndFollowAnEdit) {
  const auto found = [this](const char* words) {
    words::Query query = words::QueryFor(words);
    query.limit = 10;
    return words_->Find(query, [](const words::Key&) { return true; }).size();
  };
  v1::Link link = Draft("metrika");
  link.set_purpose("Утренние отчёты");
  link = Made(link);
  EXPECT_EQ(found("отчет"), 1u);
  link.set_purpose("Вечерние сводки");
  ASSERT_OK(Edit(founder_, link));
  EXPECT_EQ(found("отчет"), 0u);
  Open();
  EXPECT_EQ(found("отчет"), 0u);
  EXPECT_EQ(found("сводка"), 1u);
  EXPECT_OK(CheckAll(&store_, seal_));
}

TEST_F(LinkWriterTest, LinkWithoutWordsGetsThemWhenTheServerStarts) {
  const v1::Link link = Made(Draft("metrika"));
  const std::string key = RecordKey(link.id());
  ASSERT_OK_AND_ASSIGN(const store::Entry entry, store_.Get(key));
  store::v1::LinkRecord record;
  ASSERT_TRUE(record.ParseFromString(entry.value));
  EXPECT_GT(record.terms().heavy_size(), 0);
  record.clear_terms();
  ASSERT_OK(store_.Commit({{}, {{key, record.SerializeAsString()}}, {}}));
  EXPECT_OK(CheckAll(&store_, seal_));
  Open();
  EXPECT_THAT(Resolved(founder_, "metrica").near(), ElementsAre("metrika"));
  record.mutable_terms()->add_light("other");
  ASSERT_OK(store_.Commit({{}, {{key, record.SerializeAsString()}}, {}}));
  EXPECT_THAT(CheckAll(&store_, seal_).status().message(),
              HasSubstr("its words are not those of its texts"));
}

TEST_F(LinkWriterTest, EditOfSeveralIsAllOrNothing) {
  v1::EditLinksRequest request;
  request.set_request_id(NewId());
  *request.add_links() = Made(Draft("a"));
  *request.add_links() = Made(Draft("b"));
  for (v1::Link& link : *request.mutable_links()) link.set_category("new");
  request.mutable_links(1)->set_revision(7);
  v1::EditLinksResponse response;
  EXPECT_EQ(ReasonOf(links_->writer().Edit(As(pr_), request, &response)),
            v1::REASON_LINK_MOVED);
  EXPECT_EQ(Resolved(pr_, "a").link().category(), "");
  request.mutable_links(1)->set_revision(1);
  ASSERT_OK(links_->writer().Edit(As(pr_), request, &response));
  EXPECT_EQ(Resolved(pr_, "b").link().category(), "new");
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, WhatIsNotSeenIsNotEdited) {
  v1::Link hidden = Draft("salaries");
  hidden.add_roles("head");
  hidden = Made(hidden);
  v1::Link unknown = Draft("nothing");
  unknown.set_revision(1);
  const absl::Status stranger = Edit(marketer_, hidden);
  EXPECT_EQ(ReasonOf(stranger), v1::REASON_LINK_UNKNOWN);
  EXPECT_EQ(stranger, Edit(marketer_, unknown));
  unknown.set_id("short");
  EXPECT_EQ(ReasonOf(Edit(marketer_, unknown)), v1::REASON_LINK_UNKNOWN);
  unknown.set_id(std::string(1000, 'x'));
  EXPECT_EQ(ReasonOf(Edit(marketer_, unknown)), v1::REASON_LINK_UNKNOWN);
  EXPECT_OK(Edit(head_, hidden));
}

TEST_F(LinkWriterTest, OnlyWhoMayWriteWrites) {
  const v1::Link link = Made(Draft("vk"));
  for (const TestMember* may : {&founder_, &head_, &marketer_, &pr_}) {
    ASSERT_OK_AND_ASSIGN(const auto created,
                         Create(*may, Draft(absl::StrCat("by", may->login))));
    EXPECT_EQ(created.outcome(), v1::LINK_OUTCOME_CREATED) << may->login;
  }
  TestMember tool = org_.MakeTool("bot", {"link.read"});
  for (const TestMember* not_me : {&contractor_, &nobody_, &tool}) {
    EXPECT_EQ(ReasonOf(Create(*not_me, Draft("x")).status()),
              v1::REASON_PERMISSION);
    EXPECT_EQ(ReasonOf(Edit(*not_me, link)), v1::REASON_PERMISSION);
  }
  org_.Suspend(marketer_.id);
  EXPECT_EQ(ReasonOf(Edit(marketer_, link)), v1::REASON_PERMISSION);
}

TEST_F(LinkWriterTest, NothingIsWrittenBeforeARestoredBackupIsAccepted) {
  directory_.restored_ms = 1;
  EXPECT_EQ(ReasonOf(Create(founder_, Draft("vk")).status()),
            v1::REASON_RESTORED);
}

TEST_F(LinkWriterTest, EachRuleIsNamed) {
  const auto rule = [this](const std::function<void(v1::Link&)>& edit) {
    v1::Link link = Draft("fine");
    edit(link);
    return RuleOf(link);
  };
  using L = v1::Link;
  EXPECT_EQ(rule([](L& l) { l.set_id("i"); }), "id");
  EXPECT_EQ(rule([](L& l) { l.set_name(" -_"); }), "name");
  EXPECT_EQ(rule([](L& l) { l.set_name("a\nb"); }), "name");
  EXPECT_EQ(rule([](L& l) { l.set_name(std::string(101, 'n')); }), "name");
  EXPECT_EQ(rule([](L& l) { l.set_title(std::string(301, 't')); }), "title");
  EXPECT_EQ(rule([](L& l) { l.set_title("\x1b[31m"); }), "title");
  EXPECT_EQ(rule([](L& l) { l.set_purpose(std::string(2001, 'p')); }),
            "purpose");
  EXPECT_EQ(rule([](L& l) { l.set_category("1/2/3/4/5/6/7/8/9"); }),
            "category");
  EXPECT_EQ(rule([](L& l) { l.set_category(std::string(201, 'c')); }),
            "category");
  EXPECT_EQ(rule([](L& l) { l.add_tags(""); }), "tags");
  EXPECT_EQ(rule([](L& l) { l.add_tags("a,b"); }), "tags");
  EXPECT_EQ(rule([](L& l) { l.add_tags("Q3"), l.add_tags("q3"); }), "tags");
  EXPECT_EQ(rule([](L& l) {
              for (int i = 0; i < 21; ++i) l.add_tags(std::to_string(i));
            }),
            "tags");
  EXPECT_EQ(rule([](L& l) { l.set_owner(""); }), "owner");
  EXPECT_EQ(rule([](L& l) { l.set_owner(NewId()); }), "owner");
  EXPECT_EQ(rule([](L& l) { l.add_roles("juggler"); }), "roles");
  EXPECT_EQ(rule([](L& l) { l.set_safe(NewId()); }), "credential");
  EXPECT_EQ(rule([](L& l) { l.set_review_ms(-1); }), "date");
  EXPECT_EQ(rule([](L& l) { l.set_until_ms(INT64_MAX); }), "date");
  EXPECT_EQ(rule([](L& l) { l.set_ended_note(std::string(301, 'n')); }),
            "note");
  EXPECT_EQ(rule([](L& l) { l.set_address("example.com"); }), "address");
  EXPECT_EQ(rule([](L& l) { l.set_address("javascript:x"); }),
            "address-scheme");
  EXPECT_EQ(rule([](L&) {}), "");
  v1::Link link = Resolved(pr_, "fine").link();
  link.set_address("nothing");
  EXPECT_EQ(ReasonOf(Edit(pr_, link)), v1::REASON_LINK_REFUSED);
}

TEST_F(LinkWriterTest, OwnerWhoLeftMayStayButNotCome) {
  v1::Link link = Draft("vk");
  link.set_owner(nobody_.id);
  link = Made(link);
  v1::Link other = Made(Draft("other"));
  org_.Suspend(nobody_.id);
  link.set_title("still editable");
  EXPECT_OK(Edit(pr_, link));
  other.set_owner(nobody_.id);
  EXPECT_EQ(ReasonOf(Edit(pr_, other)), v1::REASON_LINK_REFUSED);
}

TEST_F(LinkWriterTest, NoneOrTooManyAreRefused) {
  v1::CreateLinksRequest request;
  v1::CreateLinksResponse response;
  EXPECT_EQ(ReasonOf(links_->writer().Create(As(pr_), request, &response)),
            v1::REASON_BAD_FIELD);
  for (int i = 0; i < kMostLinks; ++i) {
    v1::Link link = Draft(absl::StrCat("link", i));
    link.set_purpose(std::string(2000, 'p'));
    link.set_address(absl::StrCat("https://x/", std::string(4000, 'a'), i));
    *request.add_links() = link;
  }
  ASSERT_OK(links_->writer().Create(As(pr_), request, &response));
  EXPECT_EQ(Listed(pr_).size(), 20u);
  *request.add_links() = Draft("one more");
  EXPECT_EQ(ReasonOf(links_->writer().Create(As(pr_), request, &response)),
            v1::REASON_BAD_FIELD);
  v1::EditLinksRequest edits;
  edits.set_request_id(NewId());
  for (const v1::CreatedLink& created : response.links()) {
    v1::Link link = created.link();
    link.set_name("renamed " + link.name());
    link.set_address(absl::StrCat("https://y/", edits.links_size()));
    *edits.add_links() = link;
  }
  v1::EditLinksResponse edited;
  ASSERT_OK(links_->writer().Edit(As(pr_), edits, &edited));
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, SixteenAtOnceMakeOneLinkOfOneName) {
  std::atomic<int> created = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([this, &created, i] {
      if (Outcome(Draft("vk", absl::StrCat("https://x/", i))) ==
          v1::LINK_OUTCOME_CREATED) {
        ++created;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(created, 1);
  EXPECT_THAT(Listed(pr_), ElementsAre("vk"));
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, SixteenImportsAtOnceMakeOneLinkToOneAddress) {
  std::atomic<int> created = 0;
  std::atomic<int> known = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([this, &created, &known, i] {
      const v1::LinkOutcome outcome =
          Outcome(Draft(absl::StrCat("link", i), "https://x.example/"), true);
      created += outcome == v1::LINK_OUTCOME_CREATED ? 1 : 0;
      known += outcome == v1::LINK_OUTCOME_KNOWN ? 1 : 0;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(known, 15);
  EXPECT_EQ(Listed(pr_).size(), 1u);
  EXPECT_OK(Checked());
}

TEST_F(LinkWriterTest, SixteenEditsOfOneRevisionAreOne) {
  const v1::Link link = Made(Draft("vk"));
  std::atomic<int> done = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([this, &done, link = v1::Link(link), i]() mutable {
      link.set_title(absl::StrCat(i));
      if (Edit(pr_, link).ok()) ++done;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(Resolved(pr_, "vk").link().revision(), 2u);
}

TEST_F(LinkWriterTest, TheLedgerNamesEachLink) {
  const v1::Link link = Made(Draft("vk"));
  ASSERT_OK(Edit(pr_, link));
  ASSERT_OK_AND_ASSIGN(const audit::RecordPage page, ledger_->Read(0, 10));
  ASSERT_EQ(page.records.size(), 2u);
  EXPECT_EQ(page.records[1].subject(), absl::StrCat("link/", Hex(link.id())));
  EXPECT_EQ(page.records[1].method(), "klad.v1.LinkService/Edit");
  EXPECT_EQ(page.records[1].caller(), As(pr_).Name());
}

TEST_F(LinkWriterTest, CheckFindsABrokenIndex) {
  const v1::Link link = Made(Draft("vk", "https://vk.example/"));
  const IndexKey index(seal_);
  const std::string name = index.OfName("vk");
  ASSERT_OK_AND_ASSIGN(const store::Entry named, store_.Get(name));
  const auto put = [this](const std::string& key, const std::string& value) {
    return store_.Commit({{}, {{key, value}}, {}}).status();
  };
  ASSERT_OK(store_.Commit({{}, {}, {name}}));
  EXPECT_THAT(Checked().message(), HasSubstr("its name leads nowhere"));
  ASSERT_OK(put(name, NewId()));
  EXPECT_THAT(Checked().message(), HasSubstr("its name leads to another"));
  ASSERT_OK(put(name, named.value));
  ASSERT_OK(Checked());
  const std::string stray = index.OfAddress("https://vk.example", NewId());
  ASSERT_OK(put(stray, "1"));
  EXPECT_THAT(Checked().message(), HasSubstr("leads to no link"));
  ASSERT_OK(store_.Commit(
      {{}, {}, {stray, index.OfAddress("https://vk.example", link.id())}}));
  EXPECT_THAT(Checked().message(), HasSubstr("its address leads nowhere"));
  ASSERT_OK(put(RecordKey(link.id()), "\xff"));
  EXPECT_THAT(Checked().message(), HasSubstr("is damaged"));
  EXPECT_EQ(Links::Open({.store = &store_}, seal_).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(LinkWriterTest, NoKeyShowsWhatPeopleWrote) {
  Made(Draft("canary", "https://canary.example/"));
  ASSERT_OK_AND_ASSIGN(const store::Page page,
                       store_.List(store::Range::Prefix("k/"), "", 100));
  ASSERT_EQ(page.entries.size(), 3u);
  for (const store::Entry& entry : page.entries) {
    EXPECT_EQ(entry.key.find("canary"), std::string::npos);
  }
}

}  // namespace
}  // namespace klad::link
