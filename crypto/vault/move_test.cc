// Credentials that go from one safe to another.
#include <functional>
#include <string>

#include "crypto/vault/builder.h"
#include "crypto/vault/part.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/succession.h"
#include "crypto/vault/test_safe.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using namespace klad::crypto::vault::testing;
using ::klad::testing::StatusIs;
using ::testing::Eq;
using trust::v1::Header;

class MoveTest : public ::testing::Test {
 protected:
  MoveTest() {
    ChangeBuilder builder(ads_.state, stamp_, ads_.safe_key);
    EXPECT_OK(builder.Create(kId, trust::v1::KIND_LOGIN,
                             NewCredential("overview", "hunter2")));
    Take(&ads_, &builder);
  }

  BuiltChange Take(TestSafe* safe, ChangeBuilder* builder) {
    BuiltChange built = *builder->Sign(KeyOf(kAnna));
    EXPECT_OK(safe->Take(built.change));
    for (const std::string& part : built.parts) {
      parts_[HashPart(part).str()] = part;
    }
    return built;
  }

  void Leave(TestSafe* from, const TestSafe& to) {
    ChangeBuilder builder(from->state, stamp_, from->safe_key);
    ASSERT_OK(builder.Leave(from->newest.at(kId), to.state.name.safe));
    Take(from, &builder);
  }

  absl::Status AddArrival(const TestSafe& from, const TestSafe& to,
                          ChangeBuilder* builder) {
    const auto before = to.newest.find(kId);
    return builder->Arrive(
        from.newest.at(kId), from.safe_key, "overview there",
        before == to.newest.end() ? nullptr : &before->second);
  }

  void Move(TestSafe* from, TestSafe* to) {
    Leave(from, *to);
    ChangeBuilder builder(to->state, stamp_, to->safe_key);
    ASSERT_OK(AddArrival(*from, *to, &builder));
    Take(to, &builder);
  }

  void Append(TestSafe* safe, const Edit& edit) {
    ChangeBuilder builder(safe->state, stamp_, safe->safe_key);
    ASSERT_OK(builder.Append(safe->newest.at(kId), edit));
    Take(safe, &builder);
  }

  // By whoever has this safe's key alone.
  std::string SecretIn(const TestSafe& safe) {
    const trust::v1::Part& part = safe.newest.at(kId).header.secret();
    const auto opened =
        OpenPart(safe.safe_key, {safe.state.name, kId, PartKind::kSecret}, part,
                 parts_.at(part.hash()));
    return opened.ok() ? std::string(opened->Expose()) : "does not open";
  }

  const Header& In(const TestSafe& safe) { return safe.newest.at(kId).header; }

  const std::string kId = CredentialId(1);
  const Stamp stamp_ = StampAt(12);
  TestSafe ads_{kName, 'k'};
  TestSafe smm_{{kName.organisation, "tttttttttttttttt"}, 't'};
  TestSafe seo_{{kName.organisation, "uuuuuuuuuuuuuuuu"}, 'u'};
  std::map<std::string, std::string> parts_;  // sealed, by hash
};

TEST_F(MoveTest, SecretOpensInTheOtherSafeAsItWasSealed) {
  const trust::v1::Part before = In(ads_).secret();
  Move(&ads_, &smm_);
  EXPECT_TRUE(In(ads_).deleted());
  EXPECT_FALSE(In(smm_).deleted());
  EXPECT_EQ(In(smm_).secret().hash(), before.hash());
  EXPECT_EQ(SecretIn(smm_), "hunter2");
  EXPECT_EQ(In(smm_).version(), 3u);
  EXPECT_EQ(In(smm_).generation(), 1u);
  EXPECT_EQ(In(smm_).previous(), ads_.newest.at(kId).hash.str());
}

TEST_F(MoveTest, OnwardMoveStillNamesWhereTheSecretWasSealed) {
  Move(&ads_, &smm_);
  Move(&smm_, &seo_);
  EXPECT_EQ(In(seo_).secret().origin().safe(), ads_.state.name.safe);
  EXPECT_EQ(In(seo_).secret().origin().version(), 1u);
  EXPECT_EQ(SecretIn(seo_), "hunter2");
}

TEST_F(MoveTest, ComesBackBehindTheVersionThatLeft) {
  Move(&ads_, &smm_);
  Move(&smm_, &ads_);
  EXPECT_EQ(In(ads_).version(), 5u);
  EXPECT_EQ(In(ads_).moved_from(), smm_.state.name.safe);
  EXPECT_EQ(SecretIn(ads_), "hunter2");
}

TEST_F(MoveTest, GoesOnAsAnyOtherWhereItArrived) {
  Move(&ads_, &smm_);
  Edit renamed;
  renamed.overview = "renamed";
  Append(&smm_, renamed);
  EXPECT_EQ(SecretIn(smm_), "hunter2");
  Edit edit;
  edit.secret = Secret::Copy("new");
  Append(&smm_, edit);
  EXPECT_FALSE(In(smm_).secret().has_origin());
  EXPECT_EQ(In(smm_).generation(), 5u);
  EXPECT_EQ(SecretIn(smm_), "new");
}

TEST_F(MoveTest, OnlyAnArrivalFollowsWhatLeft) {
  Leave(&ads_, smm_);
  ChangeBuilder builder(ads_.state, stamp_, ads_.safe_key);
  EXPECT_THAT(builder.Append(ads_.newest.at(kId), Edit()),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleMoved)));
}

TEST_F(MoveTest, DoesNotArriveWhereItLives) {
  ChangeBuilder create(smm_.state, stamp_, smm_.safe_key);
  ASSERT_OK(create.Create(kId, trust::v1::KIND_LOGIN, NewCredential()));
  Take(&smm_, &create);
  Leave(&ads_, smm_);
  ChangeBuilder builder(smm_.state, stamp_, smm_.safe_key);
  EXPECT_THAT(AddArrival(ads_, smm_, &builder),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleMoved)));
}

TEST_F(MoveTest, ArrivesOnlyWhereItWasSentTo) {
  Leave(&ads_, smm_);
  ChangeBuilder builder(seo_.state, stamp_, seo_.safe_key);
  EXPECT_THAT(AddArrival(ads_, seo_, &builder),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleMoved)));
}

TEST_F(MoveTest, TheWrongKeyOfTheFirstSafeTakesNothingOver) {
  Leave(&ads_, smm_);
  ChangeBuilder builder(smm_.state, stamp_, smm_.safe_key);
  EXPECT_THAT(builder.Arrive(ads_.newest.at(kId), seo_.safe_key, "x", nullptr),
              StatusIs(absl::StatusCode::kDataLoss, Eq("does not open")));
}

TEST_F(MoveTest, ReplayedArrivalIsRefused) {
  Leave(&ads_, smm_);
  ChangeBuilder builder(smm_.state, stamp_, smm_.safe_key);
  ASSERT_OK(AddArrival(ads_, smm_, &builder));
  const BuiltChange built = Take(&smm_, &builder);
  EXPECT_THAT(smm_.Check(built.change),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleStamp)));
  EXPECT_THAT(seo_.Check(built.change),
              StatusIs(absl::StatusCode::kDataLoss, Eq(kRulePlace)));
}

// A header that names another secret than the one its key is for.
TEST_F(MoveTest, ForeignSecretDoesNotOpen) {
  Move(&ads_, &smm_);
  const PartName name{smm_.state.name, kId, PartKind::kSecret};
  const auto opens = [&](const std::function<void(trust::v1::Part*)>& change) {
    trust::v1::Part part = In(smm_).secret();
    change(&part);
    return OpenPart(smm_.safe_key, name, part,
                    parts_.at(In(smm_).secret().hash()));
  };
  EXPECT_OK(opens([](trust::v1::Part*) {}));
  const auto shut = StatusIs(absl::StatusCode::kDataLoss, Eq("does not open"));
  EXPECT_THAT(opens([&](trust::v1::Part* part) {
                part->mutable_origin()->set_safe(seo_.state.name.safe);
              }),
              shut);
  EXPECT_THAT(opens([](trust::v1::Part* part) {
                part->mutable_origin()->set_version(2);
              }),
              shut);
  EXPECT_THAT(opens([](trust::v1::Part* part) { part->clear_origin(); }), shut);
  EXPECT_THAT(opens([](trust::v1::Part* part) { part->set_version(4); }), shut);
  trust::v1::Part part = In(smm_).secret();
  EXPECT_THAT(OpenPart(smm_.safe_key,
                       {smm_.state.name, CredentialId(2), PartKind::kSecret},
                       part, parts_.at(part.hash())),
              shut);
}

// Whoever reads both safes compares the ends of a move field by field.
TEST_F(MoveTest, EveryDifferenceBetweenTheEndsIsFound) {
  Move(&ads_, &smm_);
  const SignedHeader& left = ads_.newest.at(kId);
  EXPECT_OK(CheckMove(left, In(smm_)));
  const std::function<void(Header*)> changes[] = {
      [](Header* h) { h->set_organisation(std::string(16, 'x')); },
      [](Header* h) { h->set_safe(std::string(16, 'x')); },
      [](Header* h) { h->set_credential(std::string(16, 'x')); },
      [](Header* h) { h->set_version(4); },
      [](Header* h) { h->set_previous(std::string(32, 'x')); },
      [](Header* h) { h->set_moved_from(std::string(16, 'x')); },
      [](Header* h) { h->clear_moved_from(); },
      [](Header* h) { h->set_time_ms(1); },
      [](Header* h) { h->set_kind(trust::v1::KIND_CARD); },
      [](Header* h) { h->set_sensitivity(trust::v1::SENSITIVITY_LOW); },
      [](Header* h) { h->set_generation(2); },
      [](Header* h) { h->mutable_secret()->set_hash(std::string(32, 'x')); },
      [](Header* h) { h->mutable_secret()->mutable_origin()->set_version(2); },
      [](Header* h) { h->mutable_secret()->mutable_origin()->clear_safe(); },
      [](Header* h) {
        h->mutable_secret()->add_attachments(std::string(16, 'x'));
      },
  };
  for (size_t i = 0; i < std::size(changes); ++i) {
    Header arrived = In(smm_);
    changes[i](&arrived);
    EXPECT_THAT(CheckMove(left, arrived),
                StatusIs(absl::StatusCode::kDataLoss, Eq(kRuleMoved)))
        << i;
  }
}

}  // namespace
}  // namespace klad::crypto::vault
