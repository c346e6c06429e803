#include "crypto/vault/shared.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "crypto/vault/rules.h"
#include "crypto/vault/share.h"
#include "crypto/vault/test_safe.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using namespace klad::crypto::vault::testing;
using ::klad::testing::StatusIs;
using ::testing::Eq;
using trust::v1::SharedCredential;
using trust::v1::ShareEnvelope;

auto Breaks(const char* rule) {
  return StatusIs(absl::StatusCode::kDataLoss, Eq(rule));
}

constexpr char kReader[] = "rrrrrrrrrrrrrrrr";

// Changes: 1 makes credentials 1 and 2, 2 makes 3, 3 edits 1 at the head.
class SharedTest : public ::testing::Test {
 protected:
  SharedTest() {
    Make(12, [](ChangeBuilder& builder) {
      EXPECT_OK(builder.Create(CredentialId(1), trust::v1::KIND_LOGIN,
                               NewCredential("one")));
      EXPECT_OK(builder.Create(CredentialId(2), trust::v1::KIND_LOGIN,
                               NewCredential("two")));
    });
    Make(12, [](ChangeBuilder& builder) {
      EXPECT_OK(builder.Create(CredentialId(3), trust::v1::KIND_LOGIN,
                               NewCredential("three")));
    });
    Edit1(14);
  }

  void Make(uint64_t position, const std::function<void(ChangeBuilder&)>& edit,
            uint32_t epoch = 1, const char* author = kAnna) {
    const Stamp stamp = StampAt(position, epoch, author);
    ChangeBuilder builder(safe_.state, stamp, safe_.safe_key);
    edit(builder);
    auto built = builder.Sign(KeyOf(author));
    ASSERT_OK(built.status());
    for (std::string& part : built->parts) {
      parts_[HashPart(part).str()] = std::move(part);
    }
    changes_.push_back(built->change);
    ASSERT_OK(safe_.Take(built->change));
  }

  void Edit1(uint64_t position, uint32_t epoch = 1) {
    Make(
        position,
        [this](ChangeBuilder& builder) {
          EXPECT_OK(builder.Append(safe_.newest.at(CredentialId(1)),
                                   NewCredential("one again", "other")));
        },
        epoch);
  }

  SharedCredential Show(int credential) const {
    const SignedHeader& header = safe_.newest.at(CredentialId(credential));
    SharedCredential shown;
    shown.set_safe(kName.safe);
    shown.set_credential(CredentialId(credential));
    shown.set_sequence(changes_.size());
    *shown.mutable_head() = changes_.back();
    if (header.header.sequence() != changes_.size()) {
      *shown.mutable_change() = changes_[header.header.sequence() - 1];
    }
    for (const Digest& sibling :
         safe_.state.map.Prove(CredentialId(credential)).siblings) {
      shown.add_siblings(sibling.str());
    }
    return shown;
  }

  absl::Status Check(const SharedCredential& shown, int credential = 2) const {
    return CheckShared(kName, CredentialId(credential), safe_.judge, shown)
        .status();
  }

  TestSafe safe_;
  std::vector<trust::v1::Signed> changes_;
  std::map<std::string, std::string> parts_;
};

TEST_F(SharedTest, NewestHeaderIsProvedByTheRosterAlone) {
  for (int credential : {1, 2, 3}) {
    ASSERT_OK_AND_ASSIGN(const CheckedShared checked,
                         CheckShared(kName, CredentialId(credential),
                                     safe_.judge, Show(credential)));
    EXPECT_EQ(checked.header.hash,
              safe_.newest.at(CredentialId(credential)).hash);
    EXPECT_EQ(checked.head.sequence(), 3u);
    EXPECT_EQ(checked.head.link(), safe_.state.head.link());
    EXPECT_EQ(checked.author, kAnna);
  }
}

TEST_F(SharedTest, OlderVersionIsNotInTheRootOfTheHead) {
  SharedCredential shown = Show(1);
  *shown.mutable_change() = changes_[0];
  EXPECT_THAT(Check(shown, 1), Breaks(kRuleProof));
}

TEST_F(SharedTest, AnotherCredentialDoesNotTakeItsPlace) {
  EXPECT_THAT(Check(Show(3), 2), Breaks(kRuleProof));
}

TEST_F(SharedTest, WhateverIsFlippedIsNoticed) {
  SharedCredential shown = Show(2);
  shown.mutable_siblings(0)->front() ^= 1;
  EXPECT_THAT(Check(shown), Breaks(kRuleProof));
  shown = Show(2);
  shown.mutable_siblings(0)->pop_back();
  EXPECT_THAT(Check(shown), Breaks(kRuleForm));
  shown = Show(2);
  shown.mutable_head()->mutable_signature()->front() ^= 1;
  EXPECT_THAT(Check(shown), Breaks(kRuleSignature));
  shown = Show(2);
  shown.mutable_change()->mutable_signature()->front() ^= 1;
  EXPECT_THAT(Check(shown), Breaks(kRuleSignature));
  shown = Show(2);
  shown.mutable_change()->set_author(kBoris);
  EXPECT_THAT(Check(shown), Breaks(kRuleStamp));
  shown = Show(2);
  shown.set_sequence(4);
  EXPECT_THAT(Check(shown), Breaks(kRuleStamp));
  shown = Show(2);
  shown.set_sequence(0);
  EXPECT_FALSE(Check(shown).ok());
  shown = Show(2);
  shown.clear_change();
  EXPECT_THAT(Check(shown), Breaks(kRuleProof));
  shown = Show(2);
  *shown.mutable_change() = changes_[2];
  EXPECT_THAT(Check(shown), Breaks(kRuleStamp)) << "not before the head";
}

TEST_F(SharedTest, HeadBehindTheOneThatAnEpochNamesIsRefused) {
  SharedCredential before = Show(2);
  safe_.judge.AddEpoch(16, safe_.state.head, safe_.state.map.root());
  EXPECT_OK(Check(before)) << "it is exactly that one";
  Edit1(18, 2);
  EXPECT_OK(Check(Show(2)));
  safe_.judge.AddEpoch(20, safe_.state.head, safe_.state.map.root());
  EXPECT_THAT(Check(before), Breaks(kRuleAnchor));
  EXPECT_OK(Check(Show(2)));
}

TEST_F(SharedTest, WriterThatIsGoneSignsNothingBehindTheNextEpoch) {
  // Boris could write at 15, and is shown to have, behind the epoch of 16.
  const TestSafe& safe = safe_;
  const Stamp stamp = StampAt(15, 1, kBoris);
  ChangeBuilder builder(safe.state, stamp, safe.safe_key);
  ASSERT_OK(builder.Append(safe_.newest.at(CredentialId(1)),
                           NewCredential("evil", "evil")));
  ASSERT_OK_AND_ASSIGN(const BuiltChange late, builder.Sign(KeyOf(kBoris)));
  SharedCredential shown = Show(1);
  shown.set_sequence(4);
  *shown.mutable_head() = late.change;
  shown.clear_siblings();
  SafeMap map(kName.safe);
  std::vector<SafeMap::Entry> entries;
  for (const auto& [id, header] : safe_.newest) {
    entries.push_back({id, header.hash});
  }
  entries[0].header = late.checked.headers[0].hash;
  ASSERT_OK(map.Put(entries));
  for (const Digest& sibling : map.Prove(CredentialId(1)).siblings) {
    shown.add_siblings(sibling.str());
  }
  EXPECT_OK(Check(shown, 1)) << "no epoch stands against it yet";
  safe_.judge.AddEpoch(16, safe_.state.head, safe_.state.map.root());
  EXPECT_THAT(Check(shown, 1), Breaks(kRuleAnchor));
}

TEST_F(SharedTest, EnvelopeOpensItsPartForItsRecipientAlone) {
  const BoxKey mine = BoxKey::FromSeed(Secret::Random(32));
  const BoxKey other = BoxKey::FromSeed(Secret::Random(32));
  const trust::v1::Header& header = safe_.newest.at(CredentialId(1)).header;
  const PartName overview = {kName, CredentialId(1), PartKind::kOverview};
  const PartName secret = {kName, CredentialId(1), PartKind::kSecret};
  ASSERT_OK_AND_ASSIGN(const ShareEnvelope envelope,
                       SealShare(safe_.safe_key, secret, header.secret(),
                                 {kReader, mine.public_key()}));
  EXPECT_EQ(envelope.sealed().size(), kShareEnvelopeSize);
  const std::string& sealed = parts_.at(header.secret().hash());
  const auto open = [&](const ShareEnvelope& given, const PartName& name,
                        const trust::v1::Part& part, const char* member,
                        const BoxKey& key) {
    return OpenShared({given}, name, part, member, key, sealed).status();
  };
  EXPECT_OK(open(envelope, secret, header.secret(), kReader, mine));
  EXPECT_THAT(open(envelope, secret, header.secret(), kReader, other),
              StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  EXPECT_THAT(open(envelope, secret, header.secret(), kAnna, mine),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  EXPECT_THAT(open(envelope, overview, header.overview(), kReader, mine),
              StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  ShareEnvelope relabelled = envelope;
  relabelled.set_part(1);
  EXPECT_THAT(open(relabelled, overview, header.overview(), kReader, mine),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
  trust::v1::Part newer = header.secret();
  newer.set_version(newer.version() + 1);
  EXPECT_THAT(open(envelope, secret, newer, kReader, mine),
              StatusIs(absl::StatusCode::kNotFound, ::testing::_));
  relabelled = envelope;
  relabelled.set_version(newer.version());
  EXPECT_THAT(open(relabelled, secret, newer, kReader, mine),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::_));
}

}  // namespace
}  // namespace klad::crypto::vault
