#include "client/link_template.h"

#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::klad::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAddress[] = "https://x.example/{page}?a={кампания}&b={page}";

TEST(LinkTemplate, ArgumentsStandOnceInOrder) {
  EXPECT_THAT(TemplateArguments(kAddress), ElementsAre("page", "кампания"));
  EXPECT_THAT(TemplateArguments("https://x.example/"), IsEmpty());
  EXPECT_THAT(TemplateArguments("https://x.example/{open"), IsEmpty());
}

TEST(LinkTemplate, ValuesGoByPlaceOrByName) {
  const std::string filled = "https://x.example/p?a=q3&b=p";
  EXPECT_THAT(FillTemplate(kAddress, {"p", "q3"}), IsOkAndHolds(filled));
  EXPECT_THAT(FillTemplate(kAddress, {"Кампания=q3", "p"}),
              IsOkAndHolds(filled));
  EXPECT_THAT(FillTemplate(kAddress, {"q3", "PAGE=p"}), IsOkAndHolds(filled));
  EXPECT_THAT(FillTemplate("https://x/?{q}", {"a=b"}),
              IsOkAndHolds("https://x/?a%3Db"));
}

TEST(LinkTemplate, ValueStaysAValue) {
  EXPECT_THAT(FillTemplate("https://x/{q}", {"a b&c=d/../#?{q}"}),
              IsOkAndHolds("https://x/a%20b%26c%3Dd%2F..%2F%23%3F%7Bq%7D"));
  EXPECT_THAT(FillTemplate("https://x/{q}", {"ё"}),
              IsOkAndHolds("https://x/%D1%91"));
  EXPECT_THAT(FillTemplate("https://x/{q}", {""}), IsOkAndHolds("https://x/"));
}

TEST(LinkTemplate, WhatIsMissingOrTooMuchIsNamed) {
  const auto missing = FillTemplate(kAddress, {"p"}).status();
  EXPECT_EQ(ExitCodeOf(missing), ExitCode::kUsage);
  EXPECT_EQ(missing.message(), "the argument кампания is missing");
  EXPECT_EQ(FillTemplate(kAddress, {"p", "q", "r"}).status().message(),
            "the link takes no argument r");
  EXPECT_EQ(FillTemplate(kAddress, {"page=1", "page=2"}).status().message(),
            "the argument page is given twice");
  EXPECT_EQ(FillTemplate("https://x/", {"r"}).status().message(),
            "the link takes no argument r");
}

}  // namespace
}  // namespace klad::client
