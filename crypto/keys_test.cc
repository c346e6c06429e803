#include "crypto/keys.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

constexpr absl::StatusCode kDataLoss = absl::StatusCode::kDataLoss;

Context Where() { return Context("test", "org"); }

TEST(SigningKeyTest, VerifiesOnlyForKeyContextAndBody) {
  const SigningKey key = SigningKey::FromSeed(Secret::Random(32));
  const SigningKey other = SigningKey::FromSeed(Secret::Random(32));
  const std::string signature = key.Sign(Where(), "body");
  EXPECT_OK(Verify(key.public_key(), Where(), "body", signature));
  EXPECT_THAT(Verify(other.public_key(), Where(), "body", signature),
              StatusIs(kDataLoss));
  EXPECT_THAT(Verify(key.public_key(), Where(), "bodi", signature),
              StatusIs(kDataLoss));
  EXPECT_THAT(Verify(key.public_key(), Where().Add("x"), "body", signature),
              StatusIs(kDataLoss));
}

TEST(SigningKeyTest, BodyCannotSlideIntoTheContext) {
  const SigningKey key = SigningKey::FromSeed(Secret::Random(32));
  const std::string signature = key.Sign(Where().Add("a"), "b");
  EXPECT_THAT(Verify(key.public_key(), Where(), "ab", signature),
              StatusIs(kDataLoss));
}

TEST(SigningKeyTest, KeysAndSignaturesOfOtherSizesFail) {
  const SigningKey key = SigningKey::FromSeed(Secret::Random(32));
  const std::string signature = key.Sign(Where(), "body");
  EXPECT_THAT(Verify("", Where(), "body", signature), StatusIs(kDataLoss));
  EXPECT_THAT(Verify(key.public_key(), Where(), "body", ""),
              StatusIs(kDataLoss));
  EXPECT_THAT(Verify(key.public_key(), Where(), "body", signature + "x"),
              StatusIs(kDataLoss));
}

TEST(SigningKeyTest, KeyOfSmallOrderVerifiesNothing) {
  std::string identity_point(32, '\0');
  identity_point[0] = 1;
  // R = identity, S = 0 satisfies the equation for every message.
  std::string signature(64, '\0');
  signature[0] = 1;
  EXPECT_THAT(Verify(identity_point, Where(), "body", signature),
              StatusIs(kDataLoss));
}

TEST(BoxKeyTest, TwoSidesShareOneSecret) {
  const BoxKey a = BoxKey::FromSeed(Secret::Random(32));
  const BoxKey b = BoxKey::FromSeed(Secret::Random(32));
  ASSERT_OK_AND_ASSIGN(const Secret one, a.Shared(b.public_key()));
  ASSERT_OK_AND_ASSIGN(const Secret two, b.Shared(a.public_key()));
  EXPECT_TRUE(one.Equals(two));
}

TEST(BoxKeyTest, PointOfSmallOrderOrOtherSizeIsRefused) {
  const BoxKey key = BoxKey::FromSeed(Secret::Random(32));
  EXPECT_THAT(key.Shared(std::string(32, '\0')), StatusIs(kDataLoss));
  EXPECT_THAT(key.Shared(std::string(31, 'x')), StatusIs(kDataLoss));
  EXPECT_THAT(key.Shared(""), StatusIs(kDataLoss));
}

}  // namespace
}  // namespace klad::crypto
