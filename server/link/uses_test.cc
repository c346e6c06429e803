#include "server/link/uses.h"

#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "server/link/keys.h"
#include "tests/support/links_test_base.h"

namespace klad::link {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr int64_t kWeekMs = 7 * crypto::roster::kDayMs;

class LinkUsesTest : public LinksTestBase {
 protected:
  void Use(const TestMember& who, const std::string& name, int times = 1) {
    v1::ResolveLinkRequest request;
    request.set_name(name);
    request.set_use(true);
    for (int i = 0; i < times; ++i) {
      v1::ResolveLinkResponse response;
      ASSERT_OK(links_->reader().Resolve(As(who), request, &response));
    }
  }

  std::vector<std::pair<std::string, uint64_t>> Used(const TestMember& who,
                                                     int64_t since_ms,
                                                     bool unused = false) {
    v1::ListLinkUsesRequest request;
    request.set_since_ms(since_ms);
    request.set_unused(unused);
    request.set_limit(200);
    v1::ListLinkUsesResponse response;
    CHECK_THAT(links_->reader().ListUses(As(who), request, &response).ok());
    std::vector<std::pair<std::string, uint64_t>> uses;
    for (const v1::LinkUses& link : response.links()) {
      uses.emplace_back(link.link().name(), link.uses());
    }
    return uses;
  }

  uint64_t Written() {
    auto page = store_.List(store::Range::Prefix("k/u/"), "", 1000);
    CHECK_THAT(page.ok());
    return page->entries.size();
  }
};

TEST(Week, BeginsOnMonday) {
  const int64_t monday = 1'767'571'200'000;  // 2026-01-05 00:00 UTC
  EXPECT_EQ(WeekOf(monday), WeekOf(monday + kWeekMs - 1));
  EXPECT_EQ(WeekOf(monday - 1) + 1, WeekOf(monday));
  EXPECT_EQ(WeekOf(0), 0);
}

TEST_F(LinkUsesTest, MostUsedComesFirstWrittenOrNot) {
  for (const char* name : {"a", "b", "c"}) Made(Draft(name));
  Use(pr_, "a");
  Use(pr_, "b", 2);
  ASSERT_OK(links_->Flush());
  EXPECT_EQ(Written(), 2u);
  Use(marketer_, "a", 3);
  EXPECT_THAT(Used(pr_, clock_.NowMs()),
              ElementsAre(Pair("a", 4u), Pair("b", 2u)));
  ASSERT_OK(links_->Flush());
  Open();
  EXPECT_THAT(Used(pr_, clock_.NowMs()),
              ElementsAre(Pair("a", 4u), Pair("b", 2u)));
  EXPECT_OK(CheckAll(&store_, seal_));
}

TEST_F(LinkUsesTest, TemplateIsUsedWhenItsArgumentsAreFilledIn) {
  Made(Draft("utm", "https://example.com/?c={campaign}"));
  Use(pr_, "utm");
  EXPECT_THAT(Used(pr_, clock_.NowMs()), IsEmpty());
  v1::ResolveLinkRequest request;
  request.set_name("utm");
  request.set_use(true);
  request.set_filled(true);
  v1::ResolveLinkResponse response;
  ASSERT_OK(links_->reader().Resolve(As(pr_), request, &response));
  EXPECT_THAT(Used(pr_, clock_.NowMs()), ElementsAre(Pair("utm", 1u)));
}

TEST_F(LinkUsesTest, LookingIsNoUse) {
  Made(Draft("a"));
  Resolved(pr_, "a");
  EXPECT_THAT(Used(pr_, clock_.NowMs()), IsEmpty());
}

TEST_F(LinkUsesTest, UnusedAreOlderThanTheTimeThatIsAskedFor) {
  Made(Draft("old"));
  Made(Draft("used"));
  Use(pr_, "used");
  clock_.Advance(20 * kWeekMs);
  Made(Draft("new"));
  const int64_t since = clock_.NowMs() - 10 * kWeekMs;
  EXPECT_THAT(Used(pr_, since, true),
              ElementsAre(Pair("old", 0u), Pair("used", 0u)));
  Use(pr_, "used");
  EXPECT_THAT(Used(pr_, since, true), ElementsAre(Pair("old", 0u)));
  EXPECT_THAT(Used(pr_, since), ElementsAre(Pair("used", 1u)));
  EXPECT_THAT(Used(pr_, clock_.NowMs() - 30 * kWeekMs),
              ElementsAre(Pair("used", 2u)));
}

TEST_F(LinkUsesTest, WhatTheCallerDoesNotSeeOrHasEndedIsNotListed) {
  v1::Link hidden = Draft("hidden");
  hidden.add_roles("head");
  Made(hidden);
  v1::Link ending = Draft("ending");
  ending.set_until_ms(clock_.NowMs() + 1);
  Made(ending);
  Use(head_, "hidden");
  Use(head_, "ending");
  clock_.Advance(1);
  Use(head_, "ending");
  EXPECT_THAT(Used(pr_, clock_.NowMs()), IsEmpty());
  EXPECT_THAT(Used(head_, clock_.NowMs()), ElementsAre(Pair("hidden", 1u)));
}

TEST_F(LinkUsesTest, WhatCannotBeWrittenStaysCounted) {
  Made(Draft("a"));
  Use(pr_, "a");
  ASSERT_OK(ledger_->Drain());
  EXPECT_FALSE(links_->Flush().ok());
  EXPECT_EQ(Written(), 0u);
  EXPECT_THAT(Used(pr_, clock_.NowMs()), ElementsAre(Pair("a", 1u)));
}

TEST_F(LinkUsesTest, NoneIsLostBetweenManyWhoCountAndWrite) {
  for (int i = 0; i < 150; ++i) Made(Draft("link" + std::to_string(i)));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] {
      for (int j = 0; j < 150; ++j) Use(pr_, "link" + std::to_string(j));
      EXPECT_OK(links_->Flush());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Written(), 150u);
  for (const auto& [name, uses] : Used(pr_, clock_.NowMs())) {
    EXPECT_EQ(uses, 4u) << name;
  }
}

TEST_F(LinkUsesTest, CheckFindsUsesOfNoLink) {
  ASSERT_OK(store_.Commit({{}, {{UsesKey(1, NewId()), ""}}, {}}));
  EXPECT_THAT(CheckAll(&store_, seal_).status().message(),
              HasSubstr("is of no link"));
}

TEST_F(LinkUsesTest, BadFieldsAreRefused) {
  v1::ListLinkUsesRequest request;
  v1::ListLinkUsesResponse response;
  const auto reason = [&] {
    return access::ReasonOf(
        links_->reader().ListUses(As(pr_), request, &response));
  };
  EXPECT_EQ(reason(), v1::REASON_BAD_FIELD);
  request.set_limit(10);
  request.set_since_ms(-1);
  EXPECT_EQ(reason(), v1::REASON_BAD_FIELD);
  request.set_since_ms(clock_.NowMs() + 1);
  EXPECT_EQ(reason(), v1::REASON_BAD_FIELD);
}

}  // namespace
}  // namespace klad::link
