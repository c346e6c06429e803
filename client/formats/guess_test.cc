#include "client/formats/guess.h"

#include "gtest/gtest.h"

namespace klad::client {
namespace {

TEST(Guess, NamesInAnyCase) {
  EXPECT_TRUE(IsPhoneName("ТЕЛЕФОН"));
  EXPECT_TRUE(IsPhoneName(" Phone "));
  EXPECT_FALSE(IsPhoneName("телефон бухгалтера"));
  EXPECT_TRUE(IsEmailName("E-Mail"));
  EXPECT_FALSE(IsEmailName("phone"));
}

TEST(Guess, PhonesAreDigitsAndTheirPunctuation) {
  EXPECT_TRUE(LooksLikePhone("+7 (999) 000-00-00"));
  EXPECT_TRUE(LooksLikePhone("88000"));
  EXPECT_FALSE(LooksLikePhone("8800"));
  EXPECT_FALSE(LooksLikePhone("+7 999 000-00-00 Иван"));
  EXPECT_FALSE(LooksLikePhone(""));
}

TEST(Guess, MailHasANameAndADomain) {
  EXPECT_TRUE(LooksLikeEmail("a@b.example"));
  EXPECT_TRUE(LooksLikeEmail("почта@пример.рф"));
  EXPECT_FALSE(LooksLikeEmail("@channel.x"));
  EXPECT_FALSE(LooksLikeEmail("a@b"));
  EXPECT_FALSE(LooksLikeEmail("write to a@b.example"));
}

}  // namespace
}  // namespace klad::client
