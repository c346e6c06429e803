#include "server/words/terms.h"

#include "crypto/text/word_spans.h"
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

TEST(Terms, NameAsAWholeIsAWordToo) {
  const auto terms = MakeTerms({{"Yandex-Direct 2.0", Weight::kName}});
  EXPECT_THAT(terms.heavy(), ElementsAre("0", "2", "direct", "yandex"));
  EXPECT_THAT(terms.names(), ElementsAre("yandexdirect20"));
}

TEST(FoldWord, LeavesNothingButWhatStandsInWords) {
  for (uint32_t c = 0x800; c < 0x10000; ++c) {
    const std::string sign = {static_cast<char>(0xe0 | c >> 12),
                              static_cast<char>(0x80 | (c >> 6 & 0x3f)),
                              static_cast<char>(0x80 | (c & 0x3f))};
    if (text::WordSpans(sign).empty()) continue;
    const std::string folded = FoldWord(sign);
    const auto spans = text::WordSpans(folded);
    ASSERT_TRUE(folded.empty() ||
                (spans.size() == 1 && spans[0].end == folded.size()))
        << c;
  }
}

TEST(Terms, OfNothingAreNone) {
  const auto terms =
      MakeTerms({{"", Weight::kName}, {" -- \xff\n", Weight::kLight}});
  EXPECT_THAT(terms.heavy(), IsEmpty());
  EXPECT_THAT(terms.light(), IsEmpty());
  EXPECT_THAT(terms.names(), IsEmpty());
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
