#include "crypto/roster/epoch_keys.h"

#include "crypto/roster/testing/cast.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::absl::StatusCode;
using ::klad::testing::StatusIs;

class EpochKeysTest : public ::testing::Test {
 protected:
  const State& state() { return c_.org.state(); }
  // Opens the one envelope of the newest entry that is for `member`.
  absl::StatusOr<Secret> OpenNewest(const TestMember& member) {
    const auto envelopes = c_.org.Envelopes();
    for (const Sealing& sealing : state().needed()) {
      if (sealing.recipient.name != member.id) continue;
      for (const auto& epoch : envelopes) {
        for (const auto& envelope : epoch.envelopes()) {
          if (envelope.recipient().member() != member.id) continue;
          return OpenEnvelope(c_.org.id(), sealing, member.identity->box_key(),
                              envelope.sealed());
        }
      }
    }
    return absl::NotFoundError("no envelope");
  }

  Cast c_;
  const KeyName safe_ = KeyName::Safe(c_.safe);
};

TEST_F(EpochKeysTest, GrantedMemberOpensTheKeyThatTheRosterNames) {
  c_.org.Grant(c_.safe, c_.mira.id, trust::v1::LEVEL_READ);
  ASSERT_OK_AND_ASSIGN(const Secret key, OpenNewest(c_.mira));
  EXPECT_OK(
      CheckSecret(c_.org.id(), safe_, state().FindSafe(c_.safe)->epoch(), key));
}

TEST_F(EpochKeysTest, AnotherKeyThanNamedIsRefused) {
  const KeyEpoch& epoch = state().FindSafe(c_.safe)->epoch();
  EXPECT_THAT(CheckSecret(c_.org.id(), safe_, epoch, Secret::Random(32)),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(CheckSecret(c_.org.id(), KeyName::Role("pr"),
                          state().FindRole("pr")->epoch(), Secret::Random(32)),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(CheckSecret(c_.org.id(), safe_, epoch, Secret::Random(31)),
              StatusIs(StatusCode::kDataLoss));
}

TEST_F(EpochKeysTest, EnvelopeOpensForItsPurposeAlone) {
  c_.org.Grant(c_.safe, c_.mira.id, trust::v1::LEVEL_READ);
  const Sealing right = state().needed().at(0);
  const std::string sealed = c_.org.Envelopes().at(0).envelopes(0).sealed();
  const BoxKey& mine = c_.mira.identity->box_key();
  EXPECT_OK(OpenEnvelope(c_.org.id(), right, mine, sealed));
  Sealing other = right;
  ++other.epoch;
  EXPECT_FALSE(OpenEnvelope(c_.org.id(), other, mine, sealed).ok());
  other = right;
  other.key = KeyName::Safe(c_.retired);
  EXPECT_FALSE(OpenEnvelope(c_.org.id(), other, mine, sealed).ok());
  other = right;
  other.key.kind = KeyName::Kind::kRole;
  EXPECT_FALSE(OpenEnvelope(c_.org.id(), other, mine, sealed).ok());
  other = right;
  other.recipient.kind = Recipient::Kind::kInvitation;
  EXPECT_FALSE(OpenEnvelope(c_.org.id(), other, mine, sealed).ok());
  EXPECT_FALSE(OpenEnvelope(c_.wim.id, right, mine, sealed).ok());
  EXPECT_FALSE(
      OpenEnvelope(c_.org.id(), right, c_.wim.identity->box_key(), sealed)
          .ok());
}

TEST_F(EpochKeysTest, PresentOpensThePast) {
  ASSERT_OK(c_.org.Add(c_.founder, c_.org.DraftSafeEpoch(c_.safe)));
  const auto& epochs = state().FindSafe(c_.safe)->epochs;
  const KeyEpoch& now = epochs.back();
  const KeyEpoch& before = epochs[epochs.size() - 2];
  ASSERT_OK_AND_ASSIGN(
      const Secret past,
      OpenPrevious(NameOf(c_.org.id(), safe_), now.number,
                   c_.org.SecretOf(safe_, now.number), now.previous));
  EXPECT_OK(CheckSecret(c_.org.id(), safe_, before, past));
  EXPECT_FALSE(OpenPrevious(NameOf(c_.org.id(), safe_), before.number,
                            c_.org.SecretOf(safe_, now.number), now.previous)
                   .ok());
}

TEST_F(EpochKeysTest, RoleOpensWhatIsSealedToItsEpoch) {
  c_.org.GrantRole(c_.safe, "pr", trust::v1::LEVEL_READ);
  const Sealing sealing = state().needed().at(0);
  const uint32_t epoch = sealing.recipient.epoch;
  const KeyName pr = KeyName::Role("pr");
  const BoxKey box =
      RoleBoxKey(NameOf(c_.org.id(), pr), epoch, c_.org.SecretOf(pr, epoch));
  ASSERT_OK_AND_ASSIGN(
      const Secret key,
      OpenEnvelope(c_.org.id(), sealing, box,
                   c_.org.Envelopes().at(0).envelopes(0).sealed()));
  EXPECT_OK(
      CheckSecret(c_.org.id(), safe_, state().FindSafe(c_.safe)->epoch(), key));
}

}  // namespace
}  // namespace klad::crypto::roster
