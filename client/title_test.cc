#include "client/title.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldTitle, CaseAndSpacesDoNotMatter) {
  EXPECT_EQ(FoldTitle("  Google   ADS "), "google ads");
  EXPECT_EQ(FoldTitle(" Яндекс\u00a0 ДИРЕКТ\t"), "яндекс директ");
  EXPECT_EQ(FoldTitle(""), "");
  EXPECT_EQ(FoldTitle(" \u2003 "), "");
}

TEST(FoldTitle, YoIsYeInEveryForm) {
  EXPECT_EQ(FoldTitle("Ёлка"), "елка");
  EXPECT_EQ(FoldTitle("ёлка"), "елка");
  EXPECT_EQ(FoldTitle("\u0435\u0308лка"), "елка");  // е and a diaeresis
}

TEST(FoldTitle, ShortIStaysItself) {
  EXPECT_NE(FoldTitle("Йод"), FoldTitle("Иод"));
  EXPECT_EQ(FoldTitle("\u0438\u0306од"), FoldTitle("Йод"));
}

TEST(FoldTitle, WidthAndLigaturesAreUndone) {
  EXPECT_EQ(FoldTitle("ＶＫ Ａｄｓ"), "vk ads");
  EXPECT_EQ(FoldTitle("o\ufb03ce"), "office");
  EXPECT_EQ(FoldTitle("Straße"), "strasse");
}

TEST(FoldTitle, InvisibleCharactersDoNotMakeAnotherTitle) {
  EXPECT_TRUE(SameTitle("Поч\u00adта", "почта"));
  EXPECT_TRUE(SameTitle("почта\u200b", "почта"));
}

// Most titles are folded without the tables of Unicode: a character that needs
// them, behind the title, may change nothing of it.
TEST(FoldTitle, SimpleLettersFoldAsTheTablesFoldThem) {
  std::string all = "begin ";
  for (int c = 1; c < 0x80; ++c) {
    if (c != ' ') all += static_cast<char>(c);
  }
  for (int letter = 0x400; letter < 0x530; ++letter) {
    const std::string title = {static_cast<char>(0xc0 | letter >> 6),
                               static_cast<char>(0x80 | (letter & 0x3f))};
    EXPECT_EQ(FoldTitle(title + "ー"), FoldTitle(title) + "ー") << title;
    all += title;
  }
  EXPECT_EQ(FoldTitle(all + "ー"), FoldTitle(all) + "ー");
  EXPECT_EQ(FoldTitle("a \t\n b\vПочта\r\nБ"), "a b почта б");
}

TEST(OneSlip, IsALetterMoreLessOtherOrSwapped) {
  EXPECT_TRUE(OneSlipApart("passwor", "Password"));
  EXPECT_TRUE(OneSlipApart("пароьл", "Пароль"));
  EXPECT_TRUE(OneSlipApart("телефном", "телефоном"));
  EXPECT_FALSE(OneSlipApart("Password", "password"));
  EXPECT_FALSE(OneSlipApart("pasword2", "password"));
}

TEST(FoldTitle, InvalidUtf8IsReplaced) {
  EXPECT_EQ(FoldTitle("a\xff"), "a\ufffd");
}

TEST(FoldTitle, FoldingTwiceChangesNothing) {
  for (const char* title : {"Ёж  и Ко", "ＡＢ", "İstanbul", "a\xc3", "ß ẞ"}) {
    EXPECT_EQ(FoldTitle(FoldTitle(title)), FoldTitle(title)) << title;
  }
}

TEST(IsUtf8, TellsWellFormedFromNot) {
  EXPECT_TRUE(IsUtf8("почта"));
  EXPECT_FALSE(IsUtf8("\xd0"));
  EXPECT_FALSE(IsUtf8("\xed\xa0\x80"));  // a surrogate
  EXPECT_FALSE(IsUtf8("\xc0\x80"));      // overlong
}

TEST(NearTitles, FindsASlipOfTheFinger) {
  const std::vector<std::string> titles = {"Яндекс Директ", "Google Ads",
                                           "VK Реклама"};
  EXPECT_THAT(NearTitles("яндекс директ", titles),
              ElementsAre("Яндекс Директ"));
  EXPECT_THAT(NearTitles("яндекс дирктe", titles),
              ElementsAre("Яндекс Директ"));
  EXPECT_THAT(NearTitles("gogole ads", titles), ElementsAre("Google Ads"));
}

TEST(NearTitles, FindsAPart) {
  EXPECT_THAT(NearTitles("директ", {"Яндекс Директ", "Дзен"}),
              ElementsAre("Яндекс Директ"));
}

TEST(NearTitles, BestFirstAndNoMoreThanAsked) {
  EXPECT_THAT(NearTitles("list", {"lasts", "lisp", "list"}, 2),
              ElementsAre("list", "lisp"));
}

TEST(NearTitles, NothingNearIsNoSuggestion) {
  EXPECT_THAT(NearTitles("banana", {"list", "get"}), IsEmpty());
  EXPECT_THAT(NearTitles("", {"list"}), IsEmpty());
}

}  // namespace
}  // namespace klad::client
