#include "crypto/vault/utf8.h"

#include "gtest/gtest.h"

namespace klad::crypto::vault {
namespace {

TEST(Utf8Test, TextInAnyScriptIsWellFormed) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("Яндекс Директ, 密码, 🔑"));
  EXPECT_TRUE(IsUtf8(absl::string_view("\0", 1)));
  EXPECT_TRUE(IsUtf8("\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80"));
  EXPECT_TRUE(IsUtf8("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
}

TEST(Utf8Test, OverlongFormsAreRefused) {
  EXPECT_FALSE(IsUtf8("\xc0\x80"));
  EXPECT_FALSE(IsUtf8("\xc1\xbf"));
  EXPECT_FALSE(IsUtf8("\xe0\x9f\xbf"));
  EXPECT_FALSE(IsUtf8("\xf0\x8f\xbf\xbf"));
}

TEST(Utf8Test, SurrogatesAndWhatLiesBeyondAreRefused) {
  EXPECT_FALSE(IsUtf8("\xed\xa0\x80"));
  EXPECT_FALSE(IsUtf8("\xf4\x90\x80\x80"));
  EXPECT_FALSE(IsUtf8("\xf5\x80\x80\x80"));
  EXPECT_FALSE(IsUtf8("\xff"));
}

TEST(Utf8Test, CutAndStrayBytesAreRefused) {
  EXPECT_FALSE(IsUtf8("\x80"));
  EXPECT_FALSE(IsUtf8("a\xd0"));
  EXPECT_FALSE(IsUtf8("\xe2\x82"));
  EXPECT_FALSE(IsUtf8("\xe2\x82g"));
  EXPECT_FALSE(IsUtf8("\xf0\x9f\x94"));
  EXPECT_FALSE(IsUtf8("\xcf\xf0\xe8"));  // windows-1251
}

}  // namespace
}  // namespace klad::crypto::vault
