#include "crypto/epoch_key.h"

#include <string>

#include "crypto/envelope.h"
#include "crypto/seal.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto {
namespace {

using ::klad::testing::StatusIs;
using trust::v1::Recipient;

constexpr char kOrganisation[] = "oooooooooooooooo";
constexpr char kSafe[] = "ssssssssssssssss";
const auto kShut = StatusIs(absl::StatusCode::kDataLoss);

TEST(SafeKeyTest, EntryNamesItsKeyAlone) {
  const NewSafeKey made = MakeSafeKey(kOrganisation, kSafe, 1, nullptr);
  EXPECT_EQ(made.entry.commitment().size(), 32u);
  EXPECT_TRUE(made.entry.previous().empty());
  EXPECT_OK(CheckSafeKey(kOrganisation, made.entry, made.key));
  EXPECT_THAT(CheckSafeKey("other", made.entry, made.key), kShut);
  EXPECT_THAT(CheckSafeKey(kOrganisation, made.entry, Secret::Random(32)),
              kShut);
  EXPECT_THAT(CheckSafeKey(kOrganisation, made.entry, Secret(31)), kShut);
  trust::v1::SafeKey other = made.entry;
  other.set_epoch(2);
  EXPECT_THAT(CheckSafeKey(kOrganisation, other, made.key), kShut);
}

TEST(SafeKeyTest, PresentOpensThePast) {
  const NewSafeKey first = MakeSafeKey(kOrganisation, kSafe, 1, nullptr);
  const NewSafeKey second = MakeSafeKey(kOrganisation, kSafe, 2, &first.key);
  const NewSafeKey third = MakeSafeKey(kOrganisation, kSafe, 3, &second.key);
  EXPECT_FALSE(first.key.Equals(second.key));
  ASSERT_OK_AND_ASSIGN(
      const Secret opened,
      OpenPrevious(kOrganisation, third.entry, third.key, second.entry));
  EXPECT_TRUE(opened.Equals(second.key));
  EXPECT_THAT(OpenPrevious(kOrganisation, third.entry, third.key, first.entry),
              kShut);
  EXPECT_THAT(OpenPrevious(kOrganisation, second.entry, third.key, first.entry),
              kShut);
  EXPECT_THAT(OpenPrevious(kOrganisation, first.entry, first.key, first.entry),
              kShut);
}

// Whoever begins an epoch may seal what it likes as the key before.
TEST(SafeKeyTest, PastThatTheRosterDoesNotNameIsRefused) {
  const NewSafeKey first = MakeSafeKey(kOrganisation, kSafe, 1, nullptr);
  const Secret wrong = Secret::Random(32);
  const NewSafeKey second = MakeSafeKey(kOrganisation, kSafe, 2, &wrong);
  EXPECT_THAT(
      OpenPrevious(kOrganisation, second.entry, second.key, first.entry),
      kShut);
}

TEST(RoleKeyTest, SeedGivesTheNamedPair) {
  const NewRoleKey first = MakeRoleKey(kOrganisation, "head", 1, nullptr);
  const NewRoleKey second = MakeRoleKey(kOrganisation, "head", 2, &first.seed);
  EXPECT_EQ(RoleBoxKey(kOrganisation, "head", 1, first.seed).public_key(),
            first.entry.box());
  EXPECT_OK(CheckRoleKey(kOrganisation, first.entry, first.seed));
  EXPECT_THAT(CheckRoleKey(kOrganisation, second.entry, first.seed), kShut);
  ASSERT_OK_AND_ASSIGN(
      const Secret opened,
      OpenPrevious(kOrganisation, second.entry, second.seed, first.entry));
  EXPECT_TRUE(opened.Equals(first.seed));
  trust::v1::RoleKey other = first.entry;
  other.set_role("pr");
  EXPECT_THAT(OpenPrevious(kOrganisation, second.entry, second.seed, other),
              kShut);
}

TEST(EnvelopeContextTest, BytesAreAsSpecified) {
  Recipient recipient;
  recipient.mutable_role()->set_role("head");
  recipient.mutable_role()->set_epoch(7);
  Context expected("klad/1/envelope", kOrganisation);
  expected.Add("safe").Add(kSafe).Add(uint64_t{3});
  expected.Add("role").Add("head").Add(uint64_t{7}).Add("box");
  EXPECT_EQ(
      EnvelopeContext(kOrganisation, kPurposeSafe, kSafe, 3, recipient, "box")
          .bytes(),
      expected.bytes());
}

TEST(EnvelopeContextTest, EveryFieldBinds) {
  const BoxKey mine = BoxKey::FromSeed(Secret::Random(kKeySize));
  Recipient member;
  member.set_member(std::string(16, 'm'));
  Recipient invitation;
  invitation.set_invitation(std::string(16, 'm'));
  const auto context = [&](const char* purpose, uint64_t epoch,
                           const Recipient& recipient) {
    return EnvelopeContext(kOrganisation, purpose, kSafe, epoch, recipient,
                           mine.public_key());
  };
  const Context right = context(kPurposeSafe, 3, member);
  ASSERT_OK_AND_ASSIGN(
      const std::string envelope,
      SealTo(mine.public_key(), right, Secret::Random(kKeySize)));
  EXPECT_OK(OpenFrom(mine, right, envelope));
  EXPECT_THAT(OpenFrom(mine, context(kPurposeRole, 3, member), envelope),
              kShut);
  EXPECT_THAT(OpenFrom(mine, context(kPurposeSafe, 4, member), envelope),
              kShut);
  EXPECT_THAT(OpenFrom(mine, context(kPurposeSafe, 3, invitation), envelope),
              kShut);
}

}  // namespace
}  // namespace klad::crypto
