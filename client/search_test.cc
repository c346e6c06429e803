#include "client/search.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

trust::v1::Overview Full() {
  trust::v1::Overview overview;
  overview.set_title("Яндекс Директ, чёрный");
  overview.set_user_name("ads@example.com");
  overview.add_addresses("https://direct.yandex.ru/login");
  overview.add_tags("Реклама");
  overview.add_tags("q3");
  overview.set_email("Boss@example.com");
  overview.set_phone("+7 (999) 000-00-00");
  overview.set_owner("anna");
  trust::v1::Field* field = overview.add_fields();
  field->set_name("Номер договора");
  field->set_value("АБ-77");
  return overview;
}

std::vector<std::string> FoundIn(const std::vector<std::string>& words) {
  const auto hit = Search(words).Find(Full());
  return hit.has_value() ? hit->found_in : std::vector<std::string>{"nowhere"};
}

TEST(Search, FindsAWordInEveryField) {
  EXPECT_THAT(FoundIn({"дирек"}), IsEmpty());
  EXPECT_THAT(FoundIn({"ADS@"}), ElementsAre("user_name"));
  EXPECT_THAT(FoundIn({"yandex.ru"}), ElementsAre("addresses"));
  EXPECT_THAT(FoundIn({"реклама"}), ElementsAre("tags"));
  EXPECT_THAT(FoundIn({"boss"}), ElementsAre("email"));
  EXPECT_THAT(FoundIn({"(999)"}), ElementsAre("phone"));
  EXPECT_THAT(FoundIn({"Anna"}), ElementsAre("owner"));
  EXPECT_THAT(FoundIn({"аб-77"}), ElementsAre("Номер договора"));
}

TEST(Search, EveryWordMustStandSomewhere) {
  EXPECT_THAT(FoundIn({"яндекс", "anna", "q3"}), ElementsAre("owner", "tags"));
  EXPECT_THAT(FoundIn({"яндекс anna"}), ElementsAre("owner"));
  EXPECT_THAT(FoundIn({"яндекс", "борис"}), ElementsAre("nowhere"));
}

TEST(Search, AWordIsFoundInItsOtherForms) {
  EXPECT_THAT(FoundIn({"черного"}), IsEmpty());
  EXPECT_THAT(FoundIn({"рекламы"}), ElementsAre("tags"));
  EXPECT_THAT(FoundIn({"рекламщик"}), ElementsAre("nowhere"));
  trust::v1::Overview overview;
  overview.set_title("Company campaign");
  EXPECT_TRUE(Search({"companies campaigns"}).Find(overview).has_value());
}

TEST(Search, TheLineIsWhatStandsInTheFirstPlace) {
  EXPECT_EQ(Search({"яндекс anna q3"}).Find(Full())->line, "anna");
  EXPECT_EQ(Search({"яндекс"}).Find(Full())->line, "");
  EXPECT_EQ(Search({"999"}).Find(Full())->line, "+7 (999) 000-00-00");
}

TEST(Search, CaseAndYoDoNotMatter) {
  EXPECT_THAT(FoundIn({"ЧЕРНЫЙ"}), IsEmpty());
  EXPECT_THAT(FoundIn({"дирёкт"}), IsEmpty());
}

TEST(Search, APhoneIsFoundHoweverItIsWritten) {
  for (const char* number : {"89990000000", "+79990000000", "8 999 000 00 00",
                             "9990000", "000-00-00"}) {
    EXPECT_THAT(FoundIn({number}), ElementsAre("phone")) << number;
  }
}

TEST(Search, TitlesComeBeforeTheRest) {
  const auto rank = [](const char* words) {
    return Search({words}).Find(Full())->rank;
  };
  EXPECT_EQ(rank("яндекс  директ, ЧЁРНЫЙ"), Rank::kTitle);
  EXPECT_EQ(rank("яндекс дир"), Rank::kTitleBegins);
  EXPECT_EQ(rank("директ яндекс"), Rank::kInTitle);
  EXPECT_EQ(rank("яндекс anna"), Rank::kElsewhere);
}

}  // namespace
}  // namespace klad::client
