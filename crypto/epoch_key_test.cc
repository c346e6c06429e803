#include "crypto/epoch_key.h"

#include "crypto/envelope.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;

const EpochKeyName kSafe = {EpochKeyName::Kind::kSafe, std::string(16, 'o'),
                            std::string(16, 's')};
const EpochKeyName kRole = {EpochKeyName::Kind::kRole, std::string(16, 'o'),
                            "owner"};

TEST(EpochKeyTest, ThePresentOpensThePast) {
  const Secret first = Secret::Random(32);
  const Secret second = Secret::Random(32);
  const trust::v1::SafeKey named = NameSafeKey(kSafe, 2, second, &first);
  ASSERT_OK_AND_ASSIGN(const Secret opened,
                       OpenPrevious(kSafe, 2, second, named.previous()));
  EXPECT_TRUE(opened.Equals(first));
  EXPECT_THAT(OpenPrevious(kSafe, 3, second, named.previous()),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(OpenPrevious(kSafe, 2, first, named.previous()),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(EpochKeyTest, FirstEpochCarriesNothing) {
  EXPECT_EQ(NameRoleKey(kRole, 1, Secret::Random(32), nullptr).previous(), "");
}

TEST(EpochKeyTest, CommitmentNamesKeySafeAndEpoch) {
  const Secret key = Secret::Random(32);
  EpochKeyName other = kSafe;
  other.subject[0] = 't';
  const std::string named = SafeKeyCommitment(kSafe, 1, key);
  EXPECT_EQ(named, SafeKeyCommitment(kSafe, 1, key));
  EXPECT_NE(named, SafeKeyCommitment(kSafe, 2, key));
  EXPECT_NE(named, SafeKeyCommitment(other, 1, key));
  EXPECT_NE(named, SafeKeyCommitment(kSafe, 1, Secret::Random(32)));
}

TEST(EpochKeyTest, EnvelopeOpensForItsRecipientAndEpochOnly) {
  const BoxKey mine = BoxKey::FromSeed(Secret::Random(32));
  const Secret key = Secret::Random(32);
  trust::v1::Recipient me;
  me.set_member(std::string(16, 'm'));
  trust::v1::Recipient role;
  role.mutable_role()->set_role("owner");
  role.mutable_role()->set_epoch(1);
  ASSERT_OK_AND_ASSIGN(
      const std::string envelope,
      SealTo(mine.public_key(),
             EnvelopeContext(kSafe, 1, me, mine.public_key()), key));
  ASSERT_OK_AND_ASSIGN(
      const Secret opened,
      OpenFrom(mine, EnvelopeContext(kSafe, 1, me, mine.public_key()),
               envelope));
  EXPECT_TRUE(opened.Equals(key));
  EXPECT_THAT(OpenFrom(mine, EnvelopeContext(kSafe, 2, me, mine.public_key()),
                       envelope),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(OpenFrom(mine, EnvelopeContext(kSafe, 1, role, mine.public_key()),
                       envelope),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::crypto
