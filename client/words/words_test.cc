#include "client/words/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klad::client {
namespace {

constexpr Text kRow = Mark("renamed $0 to $1");

class WordsTest : public testing::Test {
 protected:
  ~WordsTest() override { Speak(""); }
};

TEST_F(WordsTest, EnglishIsWhatStandsInTheSource) {
  Speak("");
  EXPECT_EQ(Say("renamed $0 to $1", "ads", "реклама"),
            "renamed ads to реклама");
  EXPECT_EQ(Tr(kRow), "renamed $0 to $1");
}

TEST_F(WordsTest, RussianIsTakenFromTheCatalogue) {
  Speak("ru_RU.UTF-8");
  EXPECT_EQ(Say("renamed $0 to $1", "ads", "реклама"),
            "ads теперь называется реклама");
  EXPECT_EQ(Tr(kRow), "$0 теперь называется $1");
}

TEST_F(WordsTest, LanguageWithoutATranslationLeavesEnglish) {
  Speak("tlh");
  EXPECT_EQ(Say("renamed $0 to $1", "a", "b"), "renamed a to b");
}

TEST_F(WordsTest, FirstLanguageWithATranslationCounts) {
  Speak("tlh:ru");
  EXPECT_EQ(Say("renamed $0 to $1", "a", "b"), "a теперь называется b");
}

TEST_F(WordsTest, RussianHasThreePlurals) {
  Speak("ru");
  const auto changes = [](uint64_t n) {
    return SayN("- $0 change in $1", "- $0 changes in $1", n, n, "ads");
  };
  EXPECT_EQ(changes(21), "- 21 изменение в ads");
  EXPECT_EQ(changes(2), "- 2 изменения в ads");
  EXPECT_EQ(changes(11), "- 11 изменений в ads");
}

TEST_F(WordsTest, EmptyTextStaysEmpty) {
  Speak("ru");
  EXPECT_EQ(Tr(Mark("")), "");
}

TEST_F(WordsTest, EnglishPluralsNeedNoCatalogue) {
  Speak("");
  EXPECT_EQ(SayN("$0 file", "$0 files", 1, 1), "1 file");
  EXPECT_EQ(SayN("$0 file", "$0 files", 5, 5), "5 files");
}

}  // namespace
}  // namespace klad::client
