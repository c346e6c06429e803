#include "server/words/folding.h"

#include "gtest/gtest.h"

namespace klad::words {
namespace {

TEST(Folding, NamesIgnoreCaseHyphensSpacesYoAndWidth) {
  const std::string folded = FoldName("отчет");
  for (const char* name : {"Отчёт", "ОТЧЁТ", "от-чет", "от чёт", "от_чет",
                           " отчет ", "от\xe2\x80\x94чет"}) {
    EXPECT_EQ(FoldName(name), folded) << name;
  }
  EXPECT_EQ(FoldName("\xef\xbd\x96\xef\xbd\x8b"), "vk") << "wide letters";
  EXPECT_EQ(FoldName("VK-Ads"), "vkads");
  EXPECT_NE(FoldName("vk1"), FoldName("vk2"));
}

TEST(Folding, NameOfNothingButSignsIsEmpty) {
  EXPECT_EQ(FoldName(" -_ "), "");
  EXPECT_EQ(FoldName(""), "");
  EXPECT_EQ(FoldName("\xe2\x80\x8b"), "") << "not seen";
}

TEST(Folding, CategoriesAreComparedLevelByLevel) {
  EXPECT_EQ(FoldCategory(" Реклама / Поиск/"), "реклама/поиск");
  EXPECT_EQ(TidyCategory("//Ads//Search "), "Ads/Search");
  EXPECT_EQ(FoldCategory("///"), "");
}

TEST(Folding, LineHasNoControlCharacters) {
  EXPECT_TRUE(IsLine("Отчёт за Q3"));
  EXPECT_FALSE(IsLine("two\nlines"));
  EXPECT_FALSE(IsLine("a\x1b[31m"));
  EXPECT_FALSE(IsLine("\xff"));
  EXPECT_FALSE(
      IsLine("a\xe2\x80\xa8"
             "b"));
}

}  // namespace
}  // namespace klad::words
