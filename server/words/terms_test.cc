#include "server/words/terms.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::words {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Terms, AreFoldedAndEachOnce) {
  const auto terms = MakeTerms(
      {{"Отчёт Q3", Weight::kHeavy}, {"отчет за q3, ＶＫ за", Weight::kLight}});
  EXPECT_THAT(terms.heavy(), ElementsAre("q3", "отчет"));
  EXPECT_THAT(terms.light(), ElementsAre("vk", "за"));
}

TEST(Terms, NameIsAWordAsAWholeToo) {
  const auto terms = MakeTerms({{"Yandex-Direct 2.0", Weight::kName}});
  EXPECT_THAT(terms.heavy(),
              ElementsAre("0", "2", "direct", "yandex", "yandexdirect20"));
  EXPECT_THAT(MakeTerms({{"vk", Weight::kName}}).heavy(), ElementsAre("vk"));
}

TEST(Terms, OfNothingAreNone) {
  const auto terms =
      MakeTerms({{"", Weight::kName}, {" -- \xff\n", Weight::kLight}});
  EXPECT_THAT(terms.heavy(), IsEmpty());
  EXPECT_THAT(terms.light(), IsEmpty());
}

TEST(Terms, LongWordIsCutToItsFirstFortyLetters) {
  std::string word;
  std::string cut;
  for (int i = 0; i < 1000; ++i) word += "я";
  for (int i = 0; i < 40; ++i) cut += "я";
  EXPECT_THAT(MakeTerms({{word, Weight::kLight}}).light(), ElementsAre(cut));
}

TEST(Terms, FirstWordsOfALongTextStay) {
  std::string text = "first ";
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + " ";
  const auto terms = MakeTerms({{text, Weight::kLight}});
  size_t bytes = 0;
  for (const std::string& word : terms.light()) bytes += word.size();
  EXPECT_LE(bytes, 64u << 10);
  EXPECT_EQ(terms.light(terms.light_size() - 1), "first");
}

TEST(Terms, AreComparedWhole) {
  const auto terms = MakeTerms({{"a", Weight::kHeavy}, {"b", Weight::kLight}});
  EXPECT_TRUE(SameTerms(terms, terms));
  EXPECT_FALSE(SameTerms(terms, MakeTerms({{"a", Weight::kHeavy}})));
  EXPECT_FALSE(SameTerms(terms, MakeTerms({{"a b", Weight::kHeavy}})));
}

}  // namespace
}  // namespace klad::words
