#include "client/formats/text_encoding.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::client {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<DecodedText> Decode(const std::string& bytes) {
  return DecodeText(WipedString(bytes.data(), bytes.size()));
}

void ExpectText(const std::string& bytes, TextEncoding encoding,
                const std::string& text) {
  const auto decoded = Decode(bytes);
  ASSERT_OK(decoded);
  EXPECT_EQ(decoded->encoding, encoding);
  EXPECT_EQ(ViewOf(decoded->text), text);
}

void ExpectRefused(const std::string& bytes, const std::string& sentence) {
  const auto decoded = Decode(bytes);
  ASSERT_FALSE(decoded.ok()) << sentence;
  EXPECT_EQ(ExitCodeOf(decoded.status()), ExitCode::kUsage);
  EXPECT_THAT(std::string(decoded.status().message()), HasSubstr(sentence));
}

TEST(TextEncoding, Utf8WithAndWithoutMark) {
  ExpectText("a,ё\n", TextEncoding::kUtf8, "a,ё\n");
  ExpectText(
      "\xef\xbb\xbf"
      "a,ё\n",
      TextEncoding::kUtf8, "a,ё\n");
  ExpectText("plain", TextEncoding::kUtf8, "plain");
}

TEST(TextEncoding, Utf16OfEitherOrderWithAndWithoutMark) {
  const std::string little("a\0,\0\x51\x04\n\0", 8);
  const std::string big("\0a\0,\x04\x51\0\n", 8);
  ExpectText("\xff\xfe" + little, TextEncoding::kUtf16, "a,ё\n");
  ExpectText("\xfe\xff" + big, TextEncoding::kUtf16, "a,ё\n");
  ExpectText(little, TextEncoding::kUtf16, "a,ё\n");
  ExpectText(big, TextEncoding::kUtf16, "a,ё\n");
}

TEST(TextEncoding, Windows1251ByItsWords) {
  ExpectText("name\n\xcf\xf0\xe8\xe2\xe5\xf2\n", TextEncoding::kWindows1251,
             "name\nПривет\n");
}

TEST(TextEncoding, WesternAccentsAreNot1251) {
  ExpectRefused("caf\xe9 cr\xe8me", "neither UTF-8, UTF-16 nor Windows-1251");
}

TEST(TextEncoding, DamagedUtf8NamesItsLine) {
  ExpectRefused("пример\nпар\xd0оль\n", "line 2 is not valid UTF-8");
  ExpectRefused(
      "\xef\xbb\xbf"
      "a\n\xff\n",
      "line 2 is not valid UTF-8");
}

TEST(TextEncoding, NulBytesAreNoText) {
  ExpectRefused(std::string("name,pass\nab\0cd,e\n", 18), "NUL bytes");
  ExpectRefused(std::string("\xff\xfe"
                            "a\0\0\0",
                            6),
                "NUL bytes");
}

TEST(TextEncoding, HalfASurrogateIsDamage) {
  ExpectRefused(std::string("\xff\xfe\x00\xd8"
                            "a\0",
                            6),
                "damaged");
}

TEST(TextEncoding, LargeTextIsNotConverted) {
  std::string bytes = "\xff\xfe";
  bytes.resize(kMaxConverted + 4, 'a');
  ExpectRefused(bytes, "larger than 32 MiB");
}

}  // namespace
}  // namespace klad::client
