#include "crypto/seal.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

constexpr absl::StatusCode kDataLoss = absl::StatusCode::kDataLoss;

class SealTest : public ::testing::Test {
 protected:
  const Secret key_ = Secret::Random(kKeySize);
  const Context context_ = Context("test", "org").Add("field");
};

TEST_F(SealTest, OpensUnderTheSameKeyAndContext) {
  const std::string sealed = Seal(key_, context_, "hoard");
  EXPECT_EQ(sealed.size(), kSealOverhead + 5);
  ASSERT_OK_AND_ASSIGN(const Secret opened, Open(key_, context_, sealed));
  EXPECT_EQ(opened.Expose(), "hoard");
}

TEST_F(SealTest, NothingIsAPlaintextToo) {
  ASSERT_OK_AND_ASSIGN(const Secret opened,
                       Open(key_, context_, Seal(key_, context_, "")));
  EXPECT_TRUE(opened.empty());
}

TEST_F(SealTest, AnotherKeyOrContextDoesNotOpen) {
  const std::string sealed = Seal(key_, context_, "hoard");
  EXPECT_THAT(Open(Secret::Random(kKeySize), context_, sealed),
              StatusIs(kDataLoss, "does not open"));
  EXPECT_THAT(Open(key_, Context("test", "org").Add("fielt"), sealed),
              StatusIs(kDataLoss, "does not open"));
  EXPECT_THAT(Open(key_, Context("test", "other").Add("field"), sealed),
              StatusIs(kDataLoss, "does not open"));
}

TEST_F(SealTest, EveryFlippedBitIsTheSameFailure) {
  const std::string sealed = Seal(key_, context_, "hoard");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string flipped = sealed;
    flipped[bit / 8] ^= static_cast<char>(1 << bit % 8);
    EXPECT_THAT(Open(key_, context_, flipped),
                StatusIs(kDataLoss, "does not open"))
        << "bit " << bit;
  }
}

TEST_F(SealTest, EveryTruncationIsTheSameFailure) {
  const std::string sealed = Seal(key_, context_, "hoard");
  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(Open(key_, context_, sealed.substr(0, size)),
                StatusIs(kDataLoss, "does not open"))
        << size;
  }
  EXPECT_THAT(Open(key_, context_, sealed + "x"), StatusIs(kDataLoss));
}

TEST_F(SealTest, SealingTwiceGivesOtherBytes) {
  EXPECT_NE(Seal(key_, context_, "hoard"), Seal(key_, context_, "hoard"));
}

TEST_F(SealTest, DerivedKeysDependOnKeyAndContext) {
  const Secret derived = Derive(key_, context_);
  EXPECT_TRUE(derived.Equals(Derive(key_, context_)));
  EXPECT_FALSE(derived.Equals(Derive(key_, Context("test", "org"))));
  EXPECT_FALSE(derived.Equals(Derive(Secret::Random(kKeySize), context_)));
}

TEST_F(SealTest, PaddingHidesTheLengthInABucket) {
  for (const auto& [size, bucket] : {std::pair<size_t, size_t>{0, 256},
                                     {1, 256},
                                     {255, 256},
                                     {256, 512},
                                     {511, 512},
                                     {512, 1024},
                                     {70000, 131072}}) {
    const std::string plaintext(size, 'x');
    const std::string sealed = SealPadded(key_, context_, plaintext);
    EXPECT_EQ(sealed.size(), kSealOverhead + bucket) << size;
    ASSERT_OK_AND_ASSIGN(const Secret opened,
                         OpenPadded(key_, context_, sealed));
    EXPECT_EQ(opened.Expose(), plaintext);
  }
}

TEST_F(SealTest, TrailingZerosAndMarksSurvivePadding) {
  const std::string plaintext("a\x80\0\0\x80\0", 6);
  ASSERT_OK_AND_ASSIGN(
      const Secret opened,
      OpenPadded(key_, context_, SealPadded(key_, context_, plaintext)));
  EXPECT_EQ(opened.Expose(), plaintext);
}

TEST_F(SealTest, WrongPaddingDoesNotOpen) {
  std::string padded(256, '\0');
  EXPECT_THAT(OpenPadded(key_, context_, Seal(key_, context_, padded)),
              StatusIs(kDataLoss, "does not open"));
  padded[17] = '\x81';
  EXPECT_THAT(OpenPadded(key_, context_, Seal(key_, context_, padded)),
              StatusIs(kDataLoss, "does not open"));
  padded[17] = '\x80';
  EXPECT_OK(OpenPadded(key_, context_, Seal(key_, context_, padded)));
  for (const size_t size : {0, 128, 255, 257, 384}) {
    std::string odd(size, '\0');
    if (size > 0) odd[0] = '\x80';
    EXPECT_THAT(OpenPadded(key_, context_, Seal(key_, context_, odd)),
                StatusIs(kDataLoss, "does not open"))
        << size;
  }
}

}  // namespace
}  // namespace klad::crypto
