#include "crypto/identity.h"

#include <string>

#include "crypto/seal.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

trust::v1::Identity About() {
  trust::v1::Identity about;
  about.set_organisation(std::string(16, 'o'));
  about.set_member(std::string(16, 'm'));
  about.set_founding(std::string(32, 'f'));
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return about;
}

std::string Keys(const Identity& identity) {
  return identity.PublicKeys().SerializeAsString();
}

TEST(IdentityTest, UnpacksToTheSameKeysAndWords) {
  ASSERT_OK_AND_ASSIGN(const Identity identity, Identity::Create(About()));
  ASSERT_OK_AND_ASSIGN(const Identity back, Identity::Unpack(identity.Pack()));
  EXPECT_EQ(Keys(back), Keys(identity));
  EXPECT_TRUE(back.StateKey().Equals(identity.StateKey()));
  EXPECT_EQ(back.about().SerializeAsString(), About().SerializeAsString());
}

TEST(IdentityTest, EveryIdentityHasKeysOfItsOwn) {
  ASSERT_OK_AND_ASSIGN(const Identity a, Identity::Create(About()));
  ASSERT_OK_AND_ASSIGN(const Identity b, Identity::Create(About()));
  EXPECT_NE(a.PublicKeys().sign(), b.PublicKeys().sign());
  EXPECT_NE(a.PublicKeys().box(), b.PublicKeys().box());
  EXPECT_NE(a.PublicKeys().tls(), b.PublicKeys().tls());
  EXPECT_FALSE(a.StateKey().Equals(b.StateKey()));
}

TEST(IdentityTest, LateFactsAreKept) {
  trust::v1::Identity about = About();
  about.clear_founding();
  ASSERT_OK_AND_ASSIGN(Identity identity, Identity::Create(about));
  const Digest founding = Hash(kSignedDomain, {"founding"});
  identity.set_founding(founding);
  identity.set_server("other:1", Hash(kCaDomain, {"ca"}));
  ASSERT_OK_AND_ASSIGN(const Identity back, Identity::Unpack(identity.Pack()));
  EXPECT_EQ(back.about().founding(), founding.str());
  EXPECT_EQ(back.about().server(), "other:1");
  EXPECT_EQ(back.about().ca(), Hash(kCaDomain, {"ca"}).str());
}

TEST(IdentityTest, MalformedFactsAreRefused) {
  trust::v1::Identity about = About();
  about.set_member("short");
  EXPECT_THAT(Identity::Create(about),
              StatusIs(absl::StatusCode::kInvalidArgument));
  about = About();
  about.clear_server();
  EXPECT_THAT(Identity::Create(about),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(IdentityTest, TruncatedPackIsRefused) {
  ASSERT_OK_AND_ASSIGN(const Identity identity, Identity::Create(About()));
  Secret packed = identity.Pack();
  for (size_t size = packed.size(); size-- > 0;) {
    packed.Truncate(size);
    EXPECT_THAT(Identity::Unpack(packed), StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

TEST(IdentityTest, IdentityWithoutAFoundingIsRefused) {
  ASSERT_OK_AND_ASSIGN(const Identity identity, Identity::Create(About()));
  trust::v1::Identity about = About();
  about.clear_founding();
  const std::string without =
      std::string(identity.Pack().Expose().substr(0, 64)) +
      about.SerializeAsString();
  EXPECT_THAT(Identity::Unpack(Secret::Copy(without)),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(IdentityTest, UnknownFieldNeedsANewerKlad) {
  ASSERT_OK_AND_ASSIGN(const Identity identity, Identity::Create(About()));
  const std::string more =
      std::string(identity.Pack().Expose()) + "\xf8\x07\x01";
  EXPECT_THAT(Identity::Unpack(Secret::Copy(more)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace klad::crypto
