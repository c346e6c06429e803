#include "server/search/finder.h"

#include <map>

#include "crypto/base/check.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/words/terms.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace klad::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using TestMember = crypto::roster::TestMember;

// Records by id, which is their name; all but those of others are seen.
class FakeSource : public Source {
 public:
  FakeSource(v1::SearchKind kind, absl::string_view permission)
      : kind_(kind), permission_(permission) {}

  v1::SearchKind kind() const override { return kind_; }
  absl::string_view permission() const override { return permission_; }
  absl::StatusOr<Sight> SightOf(const access::Caller& caller) const override {
    return [this, id = caller.id](absl::string_view record) {
      const auto owner = owners.find(std::string(record));
      return owner == owners.end() || owner->second == id;
    };
  }
  std::optional<Described> Describe(absl::string_view id) const override {
    const auto found = lines.find(std::string(id));
    if (found == lines.end()) return std::nullopt;
    return Described{found->first, "title", "category", found->second};
  }

  std::map<std::string, std::vector<std::string>> lines;
  std::map<std::string, std::string> owners;

 private:
  const v1::SearchKind kind_;
  const absl::string_view permission_;
};

class FakeDirectory : public access::Directory {
 public:
  explicit FakeDirectory(const crypto::roster::TestOrganisation& org)
      : org_(org) {}
  Snapshot Now() const override {
    return {std::make_shared<const crypto::roster::State>(org_.state()), 0, 0};
  }

 private:
  const crypto::roster::TestOrganisation& org_;
};

class FinderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    anna_ = org_.Join("anna", {{"marketer"}});
    bot_ = org_.MakeTool("bot", {"task.read"});
    nobody_ = org_.Join("nobody");
  }

  void Add(FakeSource* source, const std::string& name,
           const std::vector<std::string>& lines) {
    std::vector<words::Text> texts = {{name, words::Weight::kName}};
    for (const std::string& line : lines) texts.push_back({line});
    words_.Put({source->kind(), name}, 1, name, words::MakeTerms(texts));
    source->lines[name] = lines;
  }

  absl::Status Find(const TestMember& who, const std::string& words,
                    v1::FindResponse* response, uint32_t limit = 10,
                    const std::vector<v1::SearchKind>& kinds = {}) {
    access::Caller caller;
    caller.kind = access::Caller::Kind::kMember;
    caller.id = who.id;
    v1::FindRequest request;
    request.set_words(words);
    request.set_limit(limit);
    for (const v1::SearchKind kind : kinds) request.add_kinds(kind);
    return finder_.Find(caller, request, response);
  }

  // The names of what is found; must work.
  std::vector<std::string> Found(
      const TestMember& who, const std::string& words,
      const std::vector<v1::SearchKind>& kinds = {}) {
    v1::FindResponse response;
    CHECK_THAT(Find(who, words, &response, 10, kinds).ok());
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response.hits()) {
      names.push_back(hit.name());
    }
    return names;
  }

  v1::Reason Refused(const TestMember& who, const std::string& words,
                     uint32_t limit = 10,
                     const std::vector<v1::SearchKind>& kinds = {}) {
    v1::FindResponse response;
    return access::ReasonOf(Find(who, words, &response, limit, kinds));
  }

  testing::FakeClock clock_;
  crypto::roster::TestOrganisation org_;
  FakeDirectory directory_{org_};
  words::Index words_;
  FakeSource links_{v1::SEARCH_KIND_LINK, "link.read"};
  FakeSource tasks_{v1::SEARCH_KIND_PLAYBOOK, "task.read"};
  Finder finder_{{.clock = &clock_,
                  .directory = &directory_,
                  .words = &words_,
                  .sources = {&links_, &tasks_}}};
  TestMember anna_, bot_, nobody_;
};

TEST_F(FinderTest, HitSaysWhereTheWordsStand) {
  Add(&links_, "metrika", {"Yandex", "Отчёты по рекламе"});
  v1::FindResponse response;
  ASSERT_OK(Find(anna_, "реклама отчет", &response));
  ASSERT_EQ(response.hits_size(), 1);
  const v1::SearchHit& hit = response.hits(0);
  EXPECT_EQ(hit.kind(), v1::SEARCH_KIND_LINK);
  EXPECT_EQ(hit.id(), "metrika");
  EXPECT_EQ(hit.name(), "metrika");
  EXPECT_EQ(hit.title(), "title");
  EXPECT_EQ(hit.category(), "category");
  EXPECT_EQ(hit.line(), "Отчёты по рекламе");
  ASSERT_EQ(hit.matched_size(), 2);
  const v1::MatchedBytes& matched = hit.matched(0);
  EXPECT_EQ(hit.line().substr(matched.begin(), matched.end()), "Отчёты");
}

TEST_F(FinderTest, EachKindTakesItsOwnPermission) {
  Add(&links_, "link", {"word"});
  Add(&tasks_, "task", {"word"});
  EXPECT_THAT(Found(org_.founder(), "word"), ElementsAre("link", "task"));
  EXPECT_THAT(Found(anna_, "word"), ElementsAre("link"));
  EXPECT_THAT(Found(bot_, "word"), ElementsAre("task"));
  EXPECT_THAT(
      Found(bot_, "word", {v1::SEARCH_KIND_LINK, v1::SEARCH_KIND_PLAYBOOK}),
      ElementsAre("task"));
  EXPECT_EQ(Refused(nobody_, "word"), v1::REASON_PERMISSION);
  EXPECT_EQ(Refused(bot_, "word", 10, {v1::SEARCH_KIND_LINK}),
            v1::REASON_PERMISSION);
}

TEST_F(FinderTest, OnlyWhatTheCallerSees) {
  Add(&links_, "open", {"word"});
  Add(&links_, "own", {"word"});
  links_.owners["own"] = org_.founder().id;
  EXPECT_THAT(Found(anna_, "word"), ElementsAre("open"));
  EXPECT_THAT(Found(org_.founder(), "word"), ElementsAre("open", "own"));
}

TEST_F(FinderTest, WhoIsSuspendedFindsNothing) {
  Add(&links_, "link", {"word"});
  org_.Suspend(anna_.id);
  EXPECT_EQ(Refused(anna_, "word"), v1::REASON_PERMISSION);
}

TEST_F(FinderTest, MoreThanTheLimitIsSaid) {
  for (const char* name : {"a", "b", "c"}) Add(&links_, name, {"word"});
  v1::FindResponse response;
  ASSERT_OK(Find(anna_, "word", &response, 2));
  EXPECT_EQ(response.hits_size(), 2);
  EXPECT_TRUE(response.more());
  response.Clear();
  ASSERT_OK(Find(anna_, "word", &response, 3));
  EXPECT_EQ(response.hits_size(), 3);
  EXPECT_FALSE(response.more());
}

TEST_F(FinderTest, TooMuchIsRefusedAndNothingFindsNothing) {
  EXPECT_EQ(Refused(anna_, "word", 0), v1::REASON_BAD_FIELD);
  EXPECT_EQ(Refused(anna_, "word", 101), v1::REASON_BAD_FIELD);
  EXPECT_EQ(Refused(anna_, std::string(1001, 'x')), v1::REASON_BAD_FIELD);
  std::string many;
  for (int i = 0; i < 17; ++i) many += std::to_string(i) + " ";
  EXPECT_EQ(Refused(anna_, many), v1::REASON_BAD_FIELD);
  Add(&links_, "link", {"word"});
  for (const char* words : {"", " ", "?!", "\xff", "слово"}) {
    EXPECT_THAT(Found(anna_, words), IsEmpty()) << words;
  }
}

TEST_F(FinderTest, WhatIsGoneMeanwhileIsLeftOut) {
  Add(&links_, "a", {"word"});
  Add(&links_, "b", {"word"});
  links_.lines.erase("a");
  EXPECT_THAT(Found(anna_, "word"), ElementsAre("b"));
}

}  // namespace
}  // namespace klad::search
