#include "crypto/base32.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

TEST(Base32Test, MostSignificantBitFirst) {
  EXPECT_EQ(EncodeBase32(Secret::Copy(std::string("\0\0\0\0\x01", 5))).Expose(),
            "00000001");
  EXPECT_EQ(EncodeBase32(Secret::Copy("\xff\xff\xff\xff\xff")).Expose(),
            "ZZZZZZZZ");
  EXPECT_EQ(EncodeBase32(Secret::Copy("\x80\x42\x10\x84\x20")).Expose(),
            "G1111110");
}

TEST(Base32Test, RandomBytesRoundTrip) {
  for (int i = 0; i < 100; ++i) {
    const Secret bytes = Secret::Random(35);
    const Secret text = EncodeBase32(bytes);
    ASSERT_OK_AND_ASSIGN(const Secret back, DecodeBase32(text.Expose(), 56));
    EXPECT_TRUE(back.Equals(bytes));
  }
}

TEST(Base32Test, ForgivesWhatPeopleDo) {
  ASSERT_OK_AND_ASSIGN(const Secret bytes, DecodeBase32("g1111110", 8));
  for (const char* text : {"GIl1-iL1O", " g11 111\n1o ", "G-1-1-1-1-1-1-0"}) {
    ASSERT_OK_AND_ASSIGN(const Secret forgiven, DecodeBase32(text, 8));
    EXPECT_TRUE(forgiven.Equals(bytes)) << text;
  }
}

TEST(Base32Test, SaysWhatIsWrong) {
  EXPECT_THAT(DecodeBase32("0000000U", 8),
              StatusIs(kInvalid, HasSubstr("symbol 8")));
  EXPECT_THAT(DecodeBase32("0000000", 8),
              StatusIs(kInvalid, HasSubstr("7 symbols instead of 8")));
  EXPECT_THAT(DecodeBase32("000000000", 8),
              StatusIs(kInvalid, HasSubstr("9 symbols instead of 8")));
}

}  // namespace
}  // namespace klad::crypto
