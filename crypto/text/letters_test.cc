#include "crypto/text/letters.h"

#include "gtest/gtest.h"

namespace klad::text {
namespace {

size_t Apart(absl::string_view a, absl::string_view b, size_t limit) {
  return LettersApart(Letters(a), Letters(b), limit);
}

TEST(LettersApart, SlipsOfTheFingersAreCountedInLetters) {
  EXPECT_EQ(Apart("директ", "директ", 2), 0u);
  EXPECT_EQ(Apart("директ", "директ1", 2), 1u);
  EXPECT_EQ(Apart("директ", "дреикт", 2), 2u);
  EXPECT_EQ(Apart("vk", "kv", 1), 1u) << "neighbours swapped";
  EXPECT_EQ(Apart("abc", "xyz", 2), 3u) << "more than the limit";
  EXPECT_EQ(Apart("", "abcd", 2), 3u);
  EXPECT_EQ(Apart("", "", 0), 0u);
}

// A row of the table may be beyond the limit when two neighbours cross it.
TEST(LettersApart, SwapAtTheEndIsSeenUnderATightLimit) {
  EXPECT_EQ(Apart("abcdefgh", "abcdefhg", 1), 1u);
  EXPECT_EQ(Apart("badc", "abcd", 2), 2u);
}

TEST(Letters, AreTheFirstHundredAndBadBytesAreLettersToo) {
  EXPECT_EQ(Letters(std::string(1000, 'x')).size(), 100u);
  EXPECT_EQ(Letters("я\xff").size(), 2u);
}

TEST(NextLetter, IsNegativeForABadByte) {
  size_t i = 0;
  EXPECT_EQ(NextLetter("ё\xff", &i), 0x451);
  EXPECT_EQ(i, 2u);
  EXPECT_LT(NextLetter("ё\xff", &i), 0);
  EXPECT_EQ(i, 3u);
}

TEST(CaseFold, SimpleLettersFoldAsTheTablesHaveIt) {
  EXPECT_EQ(CaseFold("ABZaz09 _~ АЯЁаяё"), "abzaz09 _~ аяёаяё");
  EXPECT_EQ(CaseFold("«Да» – „“”’ — НЕТ"), "«да» – „“”’ — нет");
  EXPECT_EQ(CaseFold("№ …"), "no ...");
  EXPECT_EQ(CaseFold("и\xcc\x86"), "й") << "what follows changes it";
  EXPECT_EQ(CaseFold("І"), "і") << "Cyrillic, not Russian";
  EXPECT_EQ(CaseFold("а\xd0"), CaseFold("А\xd0"));
}

TEST(CaseFold, HasNoCaseNoWidthAndNothingUnseen) {
  EXPECT_EQ(CaseFold("ＶＫ Ads"), "vk ads");
  EXPECT_EQ(CaseFold("Straße"), "strasse");
  EXPECT_EQ(CaseFold("a\u200b\u00adb"), "ab");
}

}  // namespace
}  // namespace klad::text
