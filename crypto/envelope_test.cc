#include "crypto/envelope.h"

#include <string>

#include "crypto/seal.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

constexpr absl::StatusCode kDataLoss = absl::StatusCode::kDataLoss;

class EnvelopeTest : public ::testing::Test {
 protected:
  std::string Sealed() {
    auto sealed = SealTo(recipient_.public_key(), context_, key_);
    EXPECT_OK(sealed);
    return *sealed;
  }

  const BoxKey recipient_ = BoxKey::FromSeed(Secret::Random(32));
  const Secret key_ = Secret::Random(kKeySize);
  const Context context_ = Context("test", "org").Add("subject");
};

TEST_F(EnvelopeTest, RecipientOpens) {
  const std::string sealed = Sealed();
  EXPECT_EQ(sealed.size(), 32 + kSealOverhead + kKeySize);
  ASSERT_OK_AND_ASSIGN(const Secret opened,
                       OpenFrom(recipient_, context_, sealed));
  EXPECT_TRUE(opened.Equals(key_));
}

TEST_F(EnvelopeTest, NobodyElseOpens) {
  EXPECT_THAT(
      OpenFrom(BoxKey::FromSeed(Secret::Random(32)), context_, Sealed()),
      StatusIs(kDataLoss, "does not open"));
}

TEST_F(EnvelopeTest, AnotherContextDoesNotOpen) {
  EXPECT_THAT(
      OpenFrom(recipient_, Context("test", "org").Add("subjecd"), Sealed()),
      StatusIs(kDataLoss, "does not open"));
}

TEST_F(EnvelopeTest, EveryFlippedByteAndTruncationIsTheSameFailure) {
  const std::string sealed = Sealed();
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string flipped = sealed;
    flipped[i] ^= 1;
    EXPECT_THAT(OpenFrom(recipient_, context_, flipped),
                StatusIs(kDataLoss, "does not open"));
    EXPECT_THAT(OpenFrom(recipient_, context_, sealed.substr(0, i)),
                StatusIs(kDataLoss, "does not open"));
  }
}

TEST_F(EnvelopeTest, NothingIsSealedToAPointOfSmallOrder) {
  EXPECT_THAT(SealTo(std::string(32, '\0'), context_, key_),
              StatusIs(kDataLoss));
  EXPECT_THAT(SealTo("short", context_, key_), StatusIs(kDataLoss));
}

TEST_F(EnvelopeTest, EnvelopeFromAPointOfSmallOrderDoesNotOpen) {
  const std::string sealed = std::string(32, '\0') + Sealed().substr(32);
  EXPECT_THAT(OpenFrom(recipient_, context_, sealed),
              StatusIs(kDataLoss, "does not open"));
}

}  // namespace
}  // namespace klad::crypto
