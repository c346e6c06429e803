#include "crypto/names.h"

#include <string>

#include "crypto/context.h"
#include "crypto/seal.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;

constexpr absl::StatusCode kDataLoss = absl::StatusCode::kDataLoss;

class SafeNameTest : public ::testing::Test {
 protected:
  const Secret key_ = Secret::Random(kKeySize);
  const std::string organisation_ = std::string(16, 'o');
  const std::string safe_ = std::string(16, 's');
  const std::string sealed_ =
      SealSafeName(key_, organisation_, safe_, 2, "Реклама");
};

TEST_F(SafeNameTest, OpensWhereItWasSealed) {
  EXPECT_THAT(OpenSafeName(key_, organisation_, safe_, 2, sealed_),
              IsOkAndHolds("Реклама"));
}

TEST_F(SafeNameTest, NameOfAnotherSafeOrEpochDoesNotOpen) {
  EXPECT_THAT(
      OpenSafeName(key_, organisation_, std::string(16, 't'), 2, sealed_),
      StatusIs(kDataLoss));
  EXPECT_THAT(OpenSafeName(key_, organisation_, safe_, 3, sealed_),
              StatusIs(kDataLoss));
  EXPECT_THAT(OpenSafeName(key_, std::string(16, 'p'), safe_, 2, sealed_),
              StatusIs(kDataLoss));
}

TEST_F(SafeNameTest, LengthDoesNotShow) {
  EXPECT_EQ(SealSafeName(key_, organisation_, safe_, 2, "a").size(),
            SealSafeName(key_, organisation_, safe_, 2,
                         std::string(kMaxSafeName, 'a'))
                .size());
}

TEST_F(SafeNameTest, EmptyOrTooLongNameIsRefused) {
  const Context context =
      Context(label::kSafeName, organisation_).Add(safe_).Add(uint64_t{2});
  for (const size_t size : {size_t{0}, kMaxSafeName + 1}) {
    EXPECT_THAT(OpenSafeName(key_, organisation_, safe_, 2,
                             SealPadded(key_, context, std::string(size, 'a'))),
                StatusIs(kDataLoss));
  }
}

TEST(DisplayNameTest, SaltHidesEqualNames) {
  const std::string one(16, '1');
  const std::string two(16, '2');
  EXPECT_EQ(HashDisplayName(one, "Анна"), HashDisplayName(one, "Анна"));
  EXPECT_NE(HashDisplayName(one, "Анна"), HashDisplayName(two, "Анна"));
  EXPECT_NE(HashDisplayName(one, "Анна"), HashDisplayName(one, "Инна"));
}

}  // namespace
}  // namespace klad::crypto
