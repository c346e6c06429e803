#include "crypto/digest.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

TEST(DigestTest, DomainsSeparate) {
  EXPECT_NE(Hash(kLinkDomain, {"x"}), Hash(kSignedDomain, {"x"}));
}

TEST(DigestTest, PartsAreOneAfterTheOther) {
  EXPECT_EQ(Hash(kLinkDomain, {"ab", "c"}), Hash(kLinkDomain, {"abc"}));
}

TEST(DigestTest, OnlyThirtyTwoBytesAreAHash) {
  EXPECT_THAT(Digest::From(std::string(31, 'x')),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Digest::From(std::string(33, 'x')),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Digest::From(""), StatusIs(absl::StatusCode::kDataLoss));
  ASSERT_OK_AND_ASSIGN(const Digest digest, Digest::From(std::string(32, 'x')));
  EXPECT_EQ(digest.str(), std::string(32, 'x'));
}

TEST(DigestTest, NothingIsZeros) {
  EXPECT_EQ(Digest().str(), std::string(32, '\0'));
}

}  // namespace
}  // namespace klad::crypto
