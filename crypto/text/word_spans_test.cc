#include "crypto/text/word_spans.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Words(absl::string_view text) {
  std::vector<std::string> words;
  for (const Span& span : WordSpans(text)) words.emplace_back(span.Of(text));
  return words;
}

TEST(WordSpans, AreRunsOfLettersAndDigits) {
  EXPECT_THAT(Words("Отчёт за Q3, https://site-1.example/?a=б"),
              ElementsAre("Отчёт", "за", "Q3", "https", "site", "1", "example",
                          "a", "б"));
  EXPECT_THAT(Words(""), IsEmpty());
  EXPECT_THAT(Words(" -- _!\n"), IsEmpty());
}

TEST(WordSpans, MarksAndWhatIsNotSeenBelongToTheWord) {
  EXPECT_THAT(Words("и\xcc\x86о re\xc2\xadklama"),
              ElementsAre("и\xcc\x86о", "re\xc2\xadklama"));
}

TEST(WordSpans, BadByteEndsAWord) {
  EXPECT_THAT(Words("ab\xff"
                    "cd\xd0"),
              ElementsAre("ab", "cd"));
}

}  // namespace
}  // namespace klad::text
