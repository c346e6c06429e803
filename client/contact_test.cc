#include "client/contact.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace klad::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Contact, ANumberIsTheSameHoweverItIsWritten) {
  for (const absl::string_view text :
       {"+79990000000", "89990000000", "8 (999) 000-00-00", "+7 999 000.00.00",
        "79990000000", "9990000000", "(999) 000-00-00", "007 999 000 00 00",
        " +7-999-0000000 "}) {
    EXPECT_EQ(PhoneDigits(text), "79990000000") << text;
  }
}

TEST(Contact, EightIsATrunkPrefixOnlyInRussianNumbers) {
  EXPECT_EQ(PhoneDigits("+84 24 3825 000"), "84243825000");
  EXPECT_EQ(PhoneDigits("8 800 555"), "8800555");
  EXPECT_EQ(PhoneDigits("+999 000 00 00"), "9990000000");
  EXPECT_EQ(PhoneDigits("495 123 45 67"), "4951234567");
}

TEST(Contact, WhatIsNoNumberHasNoDigits) {
  for (const absl::string_view text :
       {"", "1234", "+", "call 89990000000", "me@example.com", "8999000000x"}) {
    EXPECT_EQ(PhoneDigits(text), "") << text;
  }
}

TEST(Contact, AMailboxIsTheSameInAnyCase) {
  EXPECT_EQ(ContactOf(" Me@Example.COM "), "me@example.com");
  EXPECT_EQ(ContactOf("ПОЧТА@пример.рф"), "почта@пример.рф");
}

TEST(Contact, WhatIsNeitherIsNone) {
  for (const absl::string_view text : {"", "anna", "@", "a@", "@b", "a b@c"}) {
    EXPECT_EQ(ContactOf(text), "") << text;
  }
}

TEST(Contact, SeveralMayShareAField) {
  EXPECT_THAT(ContactsIn("A@b.ru, +7 999 000-00-00; nobody"),
              ElementsAre("a@b.ru", "79990000000"));
  EXPECT_THAT(ContactsIn(""), IsEmpty());
}

}  // namespace
}  // namespace klad::client
