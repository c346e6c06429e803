#include "crypto/tls_key.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using ::testing::StartsWith;

Secret Scalar(absl::string_view hex) {
  return Secret::Copy(absl::HexStringToBytes(hex));
}

// The order of P-256 (SEC 2, 2.4.2).
constexpr char kOrder[] =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr char kBeforeOrder[] =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
constexpr char kBase[] =
    "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";

TEST(TlsKey, ScalarOneIsTheBasePoint) {
  Secret one(32);
  one.Fill()[31] = 1;
  ASSERT_OK_AND_ASSIGN(const TlsKey key, TlsKey::FromScalar(one));
  EXPECT_EQ(absl::BytesToHexString(key.public_key()), kBase);
  EXPECT_TRUE(key.Scalar().Equals(one));
}

TEST(TlsKey, LastScalarIsTheBasePointNegated) {
  ASSERT_OK_AND_ASSIGN(const TlsKey key,
                       TlsKey::FromScalar(Scalar(kBeforeOrder)));
  EXPECT_EQ(absl::BytesToHexString(key.public_key()),
            "02" + std::string(kBase + 2));
}

TEST(TlsKey, ScalarsOutOfRangeAreRefused) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(TlsKey::FromScalar(Secret(32)), refused);
  EXPECT_THAT(TlsKey::FromScalar(Scalar(kOrder)), refused);
  EXPECT_THAT(TlsKey::FromScalar(Secret(31)), refused);
}

// Computed apart: python3, hashlib.blake2b(context, key=secret) and integers.
TEST(TlsKey, DerivesTheSameKeyFromTheSameSecret) {
  const Context context(label::kDoorTls, std::string(16, '\x11'));
  ASSERT_OK_AND_ASSIGN(
      const TlsKey key,
      TlsKey::Derive(Secret::Copy(std::string(16, '\x22')), context));
  EXPECT_EQ(absl::BytesToHexString(key.Scalar().Expose()),
            "0d5d7c4e2ee8c31f2277dad9b7f6be02f26a0e142f53025970e51de628eeb210");
}

TEST(TlsKey, AnotherContextOrSecretGivesAnotherKey) {
  const Secret secret = Secret::Copy(std::string(32, '\x22'));
  const Context door(label::kDoorTls, "a");
  const Context identity(label::kIdentityTls, "a");
  ASSERT_OK_AND_ASSIGN(const TlsKey one, TlsKey::Derive(secret, door));
  ASSERT_OK_AND_ASSIGN(const TlsKey two, TlsKey::Derive(secret, identity));
  ASSERT_OK_AND_ASSIGN(const TlsKey three,
                       TlsKey::Derive(Secret::Random(32), door));
  EXPECT_NE(one.public_key(), two.public_key());
  EXPECT_NE(one.public_key(), three.public_key());
}

TEST(TlsKey, ShortSecretsAreRefused) {
  EXPECT_THAT(TlsKey::Derive(Secret(15), Context("l", "o")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TlsKey, GeneratedKeysDiffer) {
  ASSERT_OK_AND_ASSIGN(const TlsKey one, TlsKey::Generate());
  ASSERT_OK_AND_ASSIGN(const TlsKey two, TlsKey::Generate());
  EXPECT_NE(one.public_key(), two.public_key());
}

TEST(TlsKey, PemIsPkcs8) {
  ASSERT_OK_AND_ASSIGN(const TlsKey key, TlsKey::Generate());
  ASSERT_OK_AND_ASSIGN(const Secret pem, key.Pem());
  EXPECT_THAT(std::string(pem.Expose()),
              StartsWith("-----BEGIN PRIVATE KEY-----\n"));
}

TEST(TlsKey, CompressedPointSurvivesTheWayThere) {
  ASSERT_OK_AND_ASSIGN(const TlsKey key, TlsKey::Generate());
  ASSERT_OK_AND_ASSIGN(const auto pkey, TlsPublicKey(key.public_key()));
  ASSERT_OK_AND_ASSIGN(const std::string point, CompressedPoint(pkey.get()));
  EXPECT_EQ(point, key.public_key());
}

TEST(TlsKey, PointsOffTheCurveAreRefused) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(TlsPublicKey("\x02" + std::string(32, '\xff')), refused);
  EXPECT_THAT(TlsPublicKey(std::string(33, '\0')), refused);
  EXPECT_THAT(TlsPublicKey(""), refused);
}

}  // namespace
}  // namespace klad::crypto
