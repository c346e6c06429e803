#include "crypto/vault/exposure.h"

#include <functional>
#include <string>

#include "crypto/context.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using ::klad::testing::StatusIs;
using trust::v1::Exposure;
using trust::v1::Position;
using trust::v1::Signed;

constexpr char kOrganisation[] = "oooooooooooooooo";
constexpr char kMember[] = "mmmmmmmmmmmmmmmm";

Position At(uint64_t sequence) {
  Position position;
  position.set_sequence(sequence);
  position.set_link(std::string(32, 'l'));
  return position;
}

Exposure Sound() {
  Exposure exposure;
  exposure.set_safe(std::string(16, 's'));
  exposure.set_credential(std::string(16, 'c'));
  exposure.set_version(3);
  exposure.set_generation(2);
  exposure.set_purpose(trust::v1::PURPOSE_SHOW);
  exposure.set_time_ms(1);
  *exposure.mutable_roster() = At(4);
  *exposure.mutable_change() = At(5);
  *exposure.mutable_ledger() = At(6);
  return exposure;
}

class ExposureTest : public ::testing::Test {
 protected:
  Signed SignedOf(const Exposure& exposure) const {
    return SignExposure(kOrganisation, kMember, key_, exposure);
  }
  absl::Status Verify(const Signed& exposure) const {
    return VerifyExposure(kOrganisation, kMember, key_.public_key(), exposure)
        .status();
  }
  void ExpectRefused(const std::function<void(Exposure*)>& change) const {
    Exposure exposure = Sound();
    change(&exposure);
    EXPECT_THAT(Verify(SignedOf(exposure)),
                StatusIs(absl::StatusCode::kDataLoss))
        << exposure.ShortDebugString();
  }

  SigningKey key_ = SigningKey::FromSeed(Secret::Random(32));
};

TEST_F(ExposureTest, MembersWordIsTaken) {
  ASSERT_OK_AND_ASSIGN(const Exposure exposure,
                       VerifyExposure(kOrganisation, kMember, key_.public_key(),
                                      SignedOf(Sound())));
  EXPECT_EQ(exposure.SerializeAsString(), Sound().SerializeAsString());
}

TEST_F(ExposureTest, LedgerMayHaveNothingYet) {
  Exposure exposure = Sound();
  exposure.clear_ledger();
  EXPECT_OK(Verify(SignedOf(exposure)));
}

TEST_F(ExposureTest, NobodySignsForSomebodyElse) {
  Signed exposure = SignedOf(Sound());
  const std::string other(16, 'x');
  exposure.set_author(other);
  EXPECT_THAT(Verify(exposure), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(VerifyExposure(kOrganisation, other, key_.public_key(), exposure),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(
      VerifyExposure(other, kMember, key_.public_key(), SignedOf(Sound())),
      StatusIs(absl::StatusCode::kDataLoss));
  exposure = SignedOf(Sound());
  exposure.set_countersignature("x");
  EXPECT_THAT(Verify(exposure), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ExposureTest, EveryChangedByteIsRefused) {
  const Signed exposure = SignedOf(Sound());
  for (size_t i = 0; i < exposure.body().size(); ++i) {
    Signed changed = exposure;
    (*changed.mutable_body())[i] ^= 1;
    EXPECT_THAT(Verify(changed), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST_F(ExposureTest, FormIsStrict) {
  ExpectRefused([](Exposure* e) { e->set_safe("s"); });
  ExpectRefused([](Exposure* e) { e->clear_credential(); });
  ExpectRefused([](Exposure* e) { e->clear_version(); });
  ExpectRefused([](Exposure* e) { e->clear_generation(); });
  ExpectRefused([](Exposure* e) { e->set_generation(4); });
  ExpectRefused([](Exposure* e) { e->clear_time_ms(); });
  ExpectRefused([](Exposure* e) { e->clear_roster(); });
  ExpectRefused([](Exposure* e) { e->clear_change(); });
  ExpectRefused([](Exposure* e) { e->mutable_ledger()->set_link("x"); });
}

TEST_F(ExposureTest, WriteIsNobodysToSign) {
  ExpectRefused([](Exposure* e) { e->set_purpose(trust::v1::PURPOSE_WRITE); });
  ExpectRefused([](Exposure* e) { e->clear_purpose(); });
}

TEST_F(ExposureTest, UnknownFieldOrPurposeNeedsANewerKlad) {
  Exposure exposure = Sound();
  exposure.GetReflection()->MutableUnknownFields(&exposure)->AddVarint(99, 1);
  EXPECT_THAT(Verify(SignedOf(exposure)),
              StatusIs(absl::StatusCode::kUnimplemented));
  exposure = Sound();
  exposure.set_purpose(static_cast<trust::v1::Purpose>(99));
  EXPECT_THAT(Verify(SignedOf(exposure)),
              StatusIs(absl::StatusCode::kUnimplemented));
}

TEST(LedgerHeadTest, VerifiesForThisPlaceAndKeyAlone) {
  const SigningKey key = SigningKey::FromSeed(Secret::Random(32));
  const SigningKey other = SigningKey::FromSeed(Secret::Random(32));
  trust::v1::LedgerHead head = SignLedgerHead(kOrganisation, key, At(7));
  const auto shut = StatusIs(absl::StatusCode::kDataLoss);
  EXPECT_OK(VerifyLedgerHead(kOrganisation, key.public_key(), head));
  EXPECT_THAT(VerifyLedgerHead("other", key.public_key(), head), shut);
  EXPECT_THAT(VerifyLedgerHead(kOrganisation, other.public_key(), head), shut);
  head.mutable_position()->set_sequence(8);
  EXPECT_THAT(VerifyLedgerHead(kOrganisation, key.public_key(), head), shut);
  head = SignLedgerHead(kOrganisation, key, Position());
  EXPECT_THAT(VerifyLedgerHead(kOrganisation, key.public_key(), head), shut);
}

}  // namespace
}  // namespace klad::crypto::vault
