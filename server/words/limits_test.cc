#include "server/words/limits.h"

#include "gtest/gtest.h"
#include "server/words/folding.h"

namespace klad::words {
namespace {

google::protobuf::RepeatedPtrField<std::string> Texts(
    const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

TEST(LimitsTest, NameHasALetterAndFitsOnALine) {
  EXPECT_TRUE(IsName("Отчёт Q3"));
  EXPECT_TRUE(IsName(std::string(100, 'n')));
  EXPECT_FALSE(IsName(std::string(101, 'n')));
  EXPECT_FALSE(IsName(" - _"));
  EXPECT_FALSE(IsName("a\nb"));
}

TEST(LimitsTest, ProseHasLinesButNoControls) {
  EXPECT_TRUE(IsProse("a\n\tb", 4));
  EXPECT_FALSE(IsProse("a\n\tbc", 4));
  EXPECT_FALSE(IsProse("a\rb", 10));
  EXPECT_FALSE(IsProse("\xff", 10));
}

TEST(LimitsTest, CategoryHasEightLevels) {
  EXPECT_TRUE(IsCategory(""));
  EXPECT_TRUE(IsCategory("1/2/3/4/5/6/7/8"));
  EXPECT_FALSE(IsCategory("1/2/3/4/5/6/7/8/9"));
  EXPECT_FALSE(IsCategory(std::string(201, 'c')));
}

TEST(LimitsTest, TagsDifferWhenTheyAreFolded) {
  EXPECT_TRUE(AreTags(Texts({"q3", "ёлка"})));
  EXPECT_FALSE(AreTags(Texts({"Ёлка", "елка"})));
  EXPECT_FALSE(AreTags(Texts({"a,b"})));
  EXPECT_FALSE(AreTags(Texts({"-"})));
  std::vector<std::string> many;
  for (int i = 0; i < 21; ++i) many.push_back(std::to_string(i));
  EXPECT_FALSE(AreTags(Texts(many)));
}

TEST(LimitsTest, CategoryLiesInThoseAboveIt) {
  EXPECT_TRUE(LiesIn("ads/search", "ads"));
  EXPECT_TRUE(LiesIn("ads", "ads"));
  EXPECT_TRUE(LiesIn("ads", ""));
  EXPECT_FALSE(LiesIn("adsother", "ads"));
  EXPECT_FALSE(LiesIn("", "ads"));
}

TEST(LimitsTest, TagIsFoundHoweverItIsSpelt) {
  EXPECT_TRUE(HasTag(Texts({"q3", "Ёлка"}), FoldText("елка")));
  EXPECT_FALSE(HasTag(Texts({"q3"}), FoldText("q")));
}

}  // namespace
}  // namespace klad::words
