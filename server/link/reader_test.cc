#include "gmock/gmock.h"
#include "tests/support/links_test_base.h"

namespace klad::link {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LinkReaderTest : public LinksTestBase {};

TEST_F(LinkReaderTest, NameIsFoundHoweverItIsTyped) {
  Made(Draft("Отчёт-Q3"));
  for (const char* name : {"отчет q3", "ОТЧЕТ-Q3", "отчётq3"}) {
    EXPECT_EQ(Resolved(marketer_, name).link().name(), "Отчёт-Q3") << name;
  }
}

TEST_F(LinkReaderTest, NearMissSuggestsTheNearestFirst) {
  for (const char* name : {"яндекс-директ", "яндекс-диск", "vk"}) {
    Made(Draft(name));
  }
  EXPECT_THAT(Resolved(marketer_, "яндекс дирет").near(),
              ElementsAre("яндекс-директ"));
  EXPECT_THAT(Resolved(marketer_, "яндексдирет").near(),
              ElementsAre("яндекс-директ"))
      << "the name as a whole";
  EXPECT_THAT(Resolved(marketer_, "яндекс").near(),
              ElementsAre("яндекс-директ", "яндекс-диск"));
  EXPECT_THAT(Resolved(marketer_, "диск яндекса").near(),
              ElementsAre("яндекс-диск"));
  EXPECT_THAT(Resolved(marketer_, "trello").near(), IsEmpty());
  EXPECT_THAT(Resolved(marketer_, std::string(100'000, 'x')).near(), IsEmpty());
  EXPECT_THAT(Resolved(marketer_, "").near(), IsEmpty());
}

// Who sees which of: of everybody; of marketers; of contractors; pr's own,
// for heads.
TEST_F(LinkReaderTest, EachRoleSeesItsOwn) {
  Made(Draft("all"));
  v1::Link link = Draft("marketers");
  link.add_roles("marketer");
  Made(link);
  link = Draft("contractors");
  link.add_roles("contractor");
  Made(link);
  link = Draft("own");
  link.add_roles("head");
  link.set_owner(pr_.id);
  Made(link);
  EXPECT_THAT(Listed(founder_),
              ElementsAre("all", "contractors", "marketers", "own"));
  EXPECT_THAT(Listed(head_), ElementsAre("all", "own"));
  EXPECT_THAT(Listed(marketer_), ElementsAre("all", "marketers"));
  EXPECT_THAT(Listed(pr_), ElementsAre("all", "own"));
  EXPECT_THAT(Listed(contractor_), ElementsAre("contractors"));
  const TestMember tool = org_.MakeTool("bot", {"link.read"});
  EXPECT_THAT(Listed(tool), ElementsAre("all"));
}

TEST_F(LinkReaderTest, HiddenLinkIsAnsweredAsNone) {
  v1::Link link = Draft("salaries");
  link.add_roles("head");
  Made(link);
  const auto hidden = Resolved(marketer_, "salaries");
  EXPECT_FALSE(hidden.has_link());
  EXPECT_EQ(hidden.SerializeAsString(),
            Resolved(marketer_, "nothing").SerializeAsString());
  EXPECT_THAT(Resolved(marketer_, "salarie").near(), IsEmpty());
  EXPECT_THAT(Resolved(head_, "salarie").near(), ElementsAre("salaries"));
}

TEST_F(LinkReaderTest, WhoLeftOrIsSuspendedSeesNothing) {
  Made(Draft("all"));
  org_.Suspend(marketer_.id);
  EXPECT_THAT(Listed(marketer_), IsEmpty());
  EXPECT_FALSE(Resolved(marketer_, "all").has_link());
  access::Caller door = As(founder_);
  door.kind = access::Caller::Kind::kDoor;
  v1::ResolveLinkRequest request;
  request.set_name("all");
  v1::ResolveLinkResponse response;
  EXPECT_OK(links_->reader().Resolve(door, request, &response));
  EXPECT_FALSE(response.has_link());
}

TEST_F(LinkReaderTest, RoleThatEndsTakesItsLinksAway) {
  v1::Link link = Draft("q3");
  link.add_roles("contractor");
  Made(link);
  EXPECT_THAT(Listed(contractor_), ElementsAre("q3"));
  clock_.Advance(60 * crypto::roster::kDayMs);
  EXPECT_THAT(Listed(contractor_), IsEmpty());
}

TEST_F(LinkReaderTest, ListIsNarrowedAndPaged) {
  for (int i = 0; i < 7; ++i) {
    v1::Link link = Draft("link" + std::to_string(i));
    link.set_category(i % 2 == 0 ? "Ads/Search" : "ads");
    if (i < 3) link.add_tags("Ёлка");
    Made(link);
  }
  v1::Link other = Draft("other");
  other.set_category("adsense");
  Made(other);
  EXPECT_EQ(Listed(pr_, {}, 3).size(), 8u);
  v1::ListLinksRequest request;
  request.set_category("ADS");
  EXPECT_EQ(Listed(pr_, request, 2).size(), 7u);
  request.set_category("ads/search");
  EXPECT_THAT(Listed(pr_, request),
              ElementsAre("link0", "link2", "link4", "link6"));
  request.set_tag("елка");
  EXPECT_THAT(Listed(pr_, request, 1), ElementsAre("link0", "link2"));
  v1::ListLinksRequest owner;
  owner.set_owner(pr_.id);
  EXPECT_THAT(Listed(pr_, owner), IsEmpty());
}

TEST_F(LinkReaderTest, PageOfNoneOrTooManyIsRefused) {
  v1::ListLinksRequest request;
  v1::ListLinksResponse response;
  for (const uint32_t limit : {0u, 201u}) {
    request.set_limit(limit);
    EXPECT_EQ(
        access::ReasonOf(links_->reader().List(As(pr_), request, &response)),
        v1::REASON_BAD_FIELD);
  }
}

TEST_F(LinkReaderTest, LinkEndsByItsDate) {
  v1::Link link = Draft("sale");
  link.set_until_ms(clock_.NowMs() + 1000);
  link.set_category("shop");
  Made(link);
  EXPECT_FALSE(Resolved(pr_, "sale").ended());
  v1::ListLinksRequest live;
  live.set_state(v1::LINK_STATE_LIVE);
  v1::ListLinksRequest ended;
  ended.set_state(v1::LINK_STATE_ENDED);
  EXPECT_THAT(Listed(pr_, live), ElementsAre("sale"));
  EXPECT_THAT(Listed(pr_, ended), IsEmpty());
  clock_.Advance(1000);
  EXPECT_TRUE(Resolved(pr_, "sale").ended());
  EXPECT_THAT(Listed(pr_, live), IsEmpty());
  EXPECT_THAT(Listed(pr_, ended), ElementsAre("sale"));
  v1::ListCategoriesResponse categories;
  ASSERT_OK(links_->reader().ListCategories(As(pr_), &categories));
  EXPECT_THAT(categories.categories(), IsEmpty());
}

TEST_F(LinkReaderTest, DueForReviewBeforeADay) {
  v1::Link link = Draft("old");
  link.set_review_ms(1000);
  Made(link);
  Made(Draft("never"));
  v1::ListLinksRequest due;
  due.set_review_until_ms(1001);
  EXPECT_THAT(Listed(pr_, due), ElementsAre("old"));
  due.set_review_until_ms(1000);
  EXPECT_THAT(Listed(pr_, due), IsEmpty());
}

TEST_F(LinkReaderTest, CategoriesCountWhatTheCallerSees) {
  v1::Link link = Draft("a");
  link.set_category("Ads / Search");
  Made(link);
  link = Draft("b");
  link.set_category("ads/search");
  Made(link);
  link = Draft("c");
  link.set_category("ads/hidden");
  link.add_roles("head");
  Made(link);
  Made(Draft("d"));
  v1::ListCategoriesResponse response;
  ASSERT_OK(links_->reader().ListCategories(As(pr_), &response));
  ASSERT_EQ(response.categories_size(), 2);
  EXPECT_EQ(response.categories(0).path(), "");
  EXPECT_EQ(response.categories(1).path(), "Ads/Search");
  EXPECT_EQ(response.categories(1).links(), 2u);
}

}  // namespace
}  // namespace klad::link
