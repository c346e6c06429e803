#include "crypto/vault/check.h"

#include <functional>
#include <random>
#include <string>

#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/test_safe.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::vault {
namespace {

using namespace klad::crypto::vault::testing;
using ::klad::testing::StatusIs;
using ::testing::Eq;
using trust::v1::Change;
using trust::v1::Header;
using trust::v1::Part;
using trust::v1::Signed;

constexpr int64_t kNow = 1'700'000'000'000;

auto Breaks(const char* rule) {
  return StatusIs(absl::StatusCode::kDataLoss, Eq(rule));
}

Part PartOf(uint64_t version, uint32_t epoch, const std::string& salt) {
  Part part;
  part.set_version(version);
  part.set_epoch(epoch);
  part.set_hash(Hash("test", {salt, absl::StrCat(" ", version)}).str());
  part.set_wrap(std::string(kWrapSize, 'w'));
  return part;
}

// Changes made by hand, so that each rule can be broken alone. The safe has
// credentials 1 (two versions, the second renames) and 2.
class CheckTest : public ::testing::Test {
 protected:
  CheckTest() {
    EXPECT_OK(safe_.Take(SignedOf({First(1), First(2)})));
    EXPECT_OK(safe_.Take(SignedOf({Renamed(1)})));
  }

  Header Stamped(int credential, uint64_t position = 12) const {
    Header header;
    header.set_organisation(kName.organisation);
    header.set_safe(kName.safe);
    header.set_credential(CredentialId(credential));
    header.set_author(kAnna);
    header.set_sequence(safe_.state.head.sequence() + 1);
    *header.mutable_roster() = RosterAt(position);
    header.set_epoch(1);
    header.set_time_ms(kNow);
    header.set_kind(trust::v1::KIND_LOGIN);
    header.set_sensitivity(trust::v1::SENSITIVITY_NORMAL);
    return header;
  }

  Header First(int credential) const {
    Header header = Stamped(credential);
    header.set_version(1);
    *header.mutable_overview() = PartOf(1, 1, "overview");
    *header.mutable_secret() = PartOf(1, 1, "secret");
    header.set_generation(1);
    return header;
  }

  // Nothing changed yet.
  Header Next(int credential, uint64_t position = 12) const {
    const SignedHeader& before = safe_.newest.at(CredentialId(credential));
    Header header = Stamped(credential, position);
    header.set_version(before.header.version() + 1);
    header.set_previous(before.hash.str());
    *header.mutable_overview() = before.header.overview();
    *header.mutable_secret() = before.header.secret();
    header.set_generation(before.header.generation());
    return header;
  }

  Header Renamed(int credential) const {
    Header header = Next(credential);
    *header.mutable_overview() = PartOf(header.version(), 1, "overview");
    return header;
  }

  Header WithSecret(int credential, uint64_t generation) const {
    Header header = Next(credential);
    *header.mutable_secret() = PartOf(header.version(), 1, "secret");
    header.set_generation(generation);
    return header;
  }

  Change ChangeOf(const std::vector<Header>& headers) const {
    Change change;
    change.set_previous(safe_.state.head.link());
    std::map<std::string, SafeMap::Entry> leaves;
    for (const Header& header : headers) {
      const std::string bytes = header.SerializeAsString();
      change.add_headers(bytes);
      leaves[header.credential()] = {header.credential(), HashHeader(bytes)};
    }
    std::vector<SafeMap::Entry> entries;
    for (const auto& leaf : leaves) entries.push_back(leaf.second);
    change.set_root(safe_.state.map.RootAfter(entries)->str());
    return change;
  }

  Signed Sign(const std::string& body, const char* author = kAnna) const {
    Signed out;
    out.set_author(author);
    out.set_body(body);
    out.set_signature(KeyOf(author).Sign(
        ChangeContext(kName, safe_.state.head, author), body));
    return out;
  }

  Signed SignedOf(const std::vector<Header>& headers,
                  const char* author = kAnna) const {
    return Sign(ChangeOf(headers).SerializeAsString(), author);
  }

  absl::Status Check(const std::vector<Header>& headers) const {
    return safe_.Check(SignedOf(headers)).status();
  }

  absl::Status CheckBody(const Change& change) const {
    return safe_.Check(Sign(change.SerializeAsString())).status();
  }

  // An honest second version of credential 2, and one thing changed in it.
  absl::Status CheckWith(const std::function<void(Header*)>& change) const {
    Header header = WithSecret(2, 1);
    *header.mutable_overview() = PartOf(2, 1, "overview");
    change(&header);
    return Check({header});
  }

  TestSafe safe_;
};

TEST_F(CheckTest, HonestChangesAreTaken) {
  EXPECT_OK(CheckWith([](Header*) {}));
  EXPECT_OK(Check({First(3)}));
  EXPECT_OK(Check({Next(1)}));
  EXPECT_OK(Check({Renamed(1), WithSecret(2, 2), First(3)}));
}

TEST_F(CheckTest, HeadFollowsTheLinks) {
  const Signed change = SignedOf({First(3)});
  ASSERT_OK_AND_ASSIGN(const CheckedChange checked, safe_.Check(change));
  EXPECT_EQ(checked.position.sequence(), 3u);
  EXPECT_EQ(checked.position.link(),
            NextLink(safe_.state.head.link(), change).str());
  ASSERT_OK(safe_.Take(change));
  EXPECT_EQ(safe_.state.map.root(), checked.root);
  EXPECT_EQ(safe_.state.roster, 12u);
}

TEST_F(CheckTest, ChangeOfTwentyAtMost) {
  std::vector<Header> headers;
  for (int i = 10; i < 30; ++i) headers.push_back(First(i));
  EXPECT_OK(Check(headers));
  headers.push_back(First(30));
  EXPECT_THAT(Check(headers), Breaks(kRuleForm));
  EXPECT_THAT(Check({}), Breaks(kRuleForm));
}

TEST_F(CheckTest, HeaderOfAnotherPlaceIsRefused) {
  EXPECT_THAT(
      CheckWith([](Header* header) { header->set_safe("ssssssssssssssst"); }),
      Breaks(kRulePlace));
  EXPECT_THAT(CheckWith([](Header* header) {
                header->set_organisation("ooooooooooooooop");
              }),
              Breaks(kRulePlace));
}

TEST_F(CheckTest, HeaderOfAnotherChangeIsRefused) {
  EXPECT_THAT(CheckWith([](Header* header) { header->set_author(kBoris); }),
              Breaks(kRuleStamp));
  EXPECT_THAT(CheckWith([](Header* header) { header->set_sequence(2); }),
              Breaks(kRuleStamp));
  Header later = Next(1, 13);
  EXPECT_THAT(Check({later, WithSecret(2, 1)}), Breaks(kRuleStamp));
  Header other_epoch = Next(1);
  other_epoch.set_epoch(2);
  EXPECT_THAT(Check({WithSecret(2, 1), other_epoch}), Breaks(kRuleStamp));
}

TEST_F(CheckTest, ChangeOnAnotherHeadIsRefused) {
  Change change = ChangeOf({First(3)});
  change.set_previous(std::string(32, 'x'));
  EXPECT_THAT(CheckBody(change), Breaks(kRulePrevious));
  change.clear_previous();
  EXPECT_THAT(CheckBody(change), Breaks(kRulePrevious));
}

TEST_F(CheckTest, ChangeTakenOnceIsRefusedTheSecondTime) {
  const Signed change = SignedOf({First(3)});
  ASSERT_OK(safe_.Take(change));
  EXPECT_THAT(safe_.Check(change), Breaks(kRuleStamp));
}

TEST_F(CheckTest, SignatureOverAnotherHeadIsRefused) {
  Signed change = SignedOf({First(3)});
  trust::v1::Position elsewhere = safe_.state.head;
  elsewhere.set_link(std::string(32, 'x'));
  change.set_signature(
      KeyOf(kAnna).Sign(ChangeContext(kName, elsewhere, kAnna), change.body()));
  EXPECT_THAT(safe_.Check(change), Breaks(kRuleSignature));
}

TEST_F(CheckTest, SignatureOfSomebodyElseIsRefused) {
  Signed change = SignedOf({First(3)});
  change.set_signature(KeyOf(kBoris).Sign(
      ChangeContext(kName, safe_.state.head, kAnna), change.body()));
  EXPECT_THAT(safe_.Check(change), Breaks(kRuleSignature));
}

TEST_F(CheckTest, CountersignatureIsRefused) {
  Signed change = SignedOf({First(3)});
  change.set_countersignature("x");
  EXPECT_THAT(safe_.Check(change), Breaks(kRuleSignature));
}

TEST_F(CheckTest, RosterPositionIsOneOfTheVerifiers) {
  EXPECT_THAT(CheckWith([](Header* header) {
                *header->mutable_roster() = RosterAt(31);
              }),
              Breaks(kRuleRoster));
  EXPECT_THAT(CheckWith([](Header* header) {
                header->mutable_roster()->set_link(std::string(32, 'x'));
              }),
              Breaks(kRuleRoster));
}

TEST_F(CheckTest, RosterPositionNeverFalls) {
  ASSERT_OK(safe_.Take(SignedOf({Next(2, 15)})));
  EXPECT_THAT(Check({Next(1, 14)}), Breaks(kRulePositionFell));
  EXPECT_OK(Check({Next(1, 15)}));
}

TEST_F(CheckTest, OnlyWritersWrite) {
  Header late = Next(1, 20);
  late.set_author(kBoris);
  EXPECT_THAT(safe_.Check(SignedOf({late}, kBoris)), Breaks(kRuleAuthor));
  Header in_time = Next(1, 19);
  in_time.set_author(kBoris);
  EXPECT_OK(safe_.Check(SignedOf({in_time}, kBoris)));
}

TEST_F(CheckTest, EpochIsTheOneOfThePosition) {
  EXPECT_THAT(CheckWith([](Header* header) { header->set_epoch(2); }),
              Breaks(kRuleEpoch));
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  EXPECT_THAT(Check({Next(1, 14)}), Breaks(kRuleEpoch));
  Header next = Next(1, 14);
  next.set_epoch(2);
  EXPECT_OK(Check({next}));
}

TEST_F(CheckTest, NothingIsSlippedInBehindANewEpoch) {
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  EXPECT_THAT(Check({Next(1, 13)}), Breaks(kRuleAnchor));
}

// The verifier took a change before it learned that the epoch entry names the
// one before it.
TEST_F(CheckTest, ChangeThatTheNewEpochDoesNotNameEndsTheSafe) {
  const trust::v1::Position named = safe_.state.head;
  const Digest root = safe_.state.map.root();
  ASSERT_OK(safe_.Take(SignedOf({Next(1, 13)})));
  EXPECT_OK(CheckHead(safe_.state, safe_.judge));
  safe_.judge.AddEpoch(14, named, root);
  EXPECT_THAT(CheckHead(safe_.state, safe_.judge), Breaks(kRuleAnchor));
  Header next = Next(1, 14);
  next.set_epoch(2);
  EXPECT_THAT(Check({next}), Breaks(kRuleAnchor));
}

TEST_F(CheckTest, ChangesBeforeANewEpochCannotBeLeftOut) {
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  EXPECT_OK(CheckHead(safe_.state, safe_.judge));
  const TestSafe behind;
  EXPECT_THAT(CheckHead(behind.state, safe_.judge), Breaks(kRuleAnchor));
}

TEST_F(CheckTest, ForkThatReachesTheNamedSequenceIsRefused) {
  trust::v1::Position named = safe_.state.head;
  named.set_sequence(3);
  named.set_link(std::string(32, 'n'));
  safe_.judge.AddEpoch(14, named, safe_.state.map.root());
  EXPECT_THAT(Check({Next(1, 13)}), Breaks(kRuleAnchor));
}

TEST_F(CheckTest, NamedHeadWithAnotherRootIsRefused) {
  safe_.judge.AddEpoch(14, safe_.state.head, Digest{});
  EXPECT_THAT(CheckHead(safe_.state, safe_.judge), Breaks(kRuleAnchor));
}

TEST_F(CheckTest, CredentialStandsOnceInAChange) {
  EXPECT_THAT(Check({Next(1), WithSecret(2, 1), Next(1)}), Breaks(kRuleTwice));
}

TEST_F(CheckTest, VersionIsOneMore) {
  EXPECT_THAT(CheckWith([](Header* header) { header->set_version(3); }),
              Breaks(kRuleVersion));
  Header again = First(2);
  EXPECT_THAT(Check({again}), Breaks(kRuleVersion));
  Header from_nothing = Next(1);
  from_nothing.set_credential(CredentialId(9));
  EXPECT_THAT(Check({from_nothing}), Breaks(kRuleVersion));
}

TEST_F(CheckTest, PreviousIsTheHashOfTheKnownHeader) {
  EXPECT_THAT(CheckWith([](Header* header) {
                header->set_previous(std::string(32, 'x'));
              }),
              Breaks(kRuleHeaderBefore));
  Header first = First(3);
  first.set_previous(std::string(32, 'x'));
  EXPECT_THAT(Check({first}), Breaks(kRuleHeaderBefore));
}

TEST_F(CheckTest, TimeNeverFallsWithinACredential) {
  EXPECT_THAT(CheckWith([](Header* header) { header->set_time_ms(kNow - 1); }),
              Breaks(kRuleTimeFell));
  Header other = First(3);
  other.set_time_ms(1);
  EXPECT_OK(Check({other}));
}

TEST_F(CheckTest, KindStays) {
  EXPECT_THAT(
      CheckWith([](Header* header) { header->set_kind(trust::v1::KIND_NOTE); }),
      Breaks(kRuleKindChanged));
}

TEST_F(CheckTest, PartsAreTakenOverWhole) {
  const auto with = [this](const std::function<void(Part*)>& change) {
    Header header = Next(1);
    change(header.mutable_secret());
    return Check({header});
  };
  EXPECT_OK(with([](Part*) {}));
  EXPECT_THAT(with([](Part* part) { part->set_hash(std::string(32, 'x')); }),
              Breaks(kRuleSecret));
  EXPECT_THAT(
      with([](Part* part) { part->set_wrap(std::string(kWrapSize, 'x')); }),
      Breaks(kRuleSecret));
  EXPECT_THAT(with([](Part* part) { part->set_version(2); }),
              Breaks(kRuleSecret));
  EXPECT_THAT(with([](Part* part) { part->set_version(3); }),
              Breaks(kRuleSecret));
  EXPECT_THAT(with([](Part* part) {
                part->set_version(3);
                part->set_wrap(std::string(kWrapSize, 'x'));
              }),
              Breaks(kRuleSecret));
  Header overview = Next(1);
  *overview.mutable_overview() = PartOf(1, 1, "overview");
  EXPECT_THAT(Check({overview}), Breaks(kRuleOverview));
}

TEST_F(CheckTest, NewPartIsMadeInThisVersionAndEpoch) {
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  Header header = Next(1, 14);
  header.set_epoch(2);
  *header.mutable_secret() = PartOf(3, 1, "secret");
  EXPECT_THAT(Check({header}), Breaks(kRuleSecret));
  *header.mutable_secret() = PartOf(3, 2, "secret");
  EXPECT_OK(Check({header}));
  *header.mutable_overview() = PartOf(3, 1, "overview");
  EXPECT_THAT(Check({header}), Breaks(kRuleOverview));
}

TEST_F(CheckTest, FirstVersionMakesBothParts) {
  safe_.judge.AddEpoch(14, safe_.state.head, safe_.state.map.root());
  Header header = First(3);
  *header.mutable_roster() = RosterAt(14);
  header.set_epoch(2);
  header.mutable_overview()->set_epoch(2);
  EXPECT_THAT(Check({header}), Breaks(kRuleSecret));
  header.mutable_overview()->set_epoch(1);
  header.mutable_secret()->set_epoch(2);
  EXPECT_THAT(Check({header}), Breaks(kRuleOverview));
  header.mutable_overview()->set_epoch(2);
  EXPECT_OK(Check({header}));
}

TEST_F(CheckTest, GenerationStaysWithItsPart) {
  ASSERT_OK(safe_.Take(SignedOf({WithSecret(2, 2)})));
  Header header = Renamed(2);
  header.set_generation(1);
  EXPECT_THAT(Check({header}), Breaks(kRuleGeneration));
  header.set_generation(2);
  EXPECT_OK(Check({header}));
  header.set_generation(3);
  EXPECT_THAT(Check({header}), Breaks(kRuleGeneration));
}

TEST_F(CheckTest, NewSecretKeepsRaisesOrRestoresItsGeneration) {
  ASSERT_OK(safe_.Take(SignedOf({WithSecret(2, 2)})));
  EXPECT_OK(Check({WithSecret(2, 2)}));  // edited
  EXPECT_OK(Check({WithSecret(2, 3)}));  // all new
  EXPECT_OK(Check({WithSecret(2, 1)}));  // version 1 restored
  EXPECT_THAT(Check({WithSecret(2, 4)}), Breaks(kRuleGeneration));
  EXPECT_THAT(Check({WithSecret(2, 0)}), Breaks(kRuleGeneration));
  Header first = First(3);
  first.set_generation(2);
  EXPECT_THAT(Check({first}), Breaks(kRuleGeneration));
}

TEST_F(CheckTest, DeletionKeepsBothParts) {
  Header header = Next(1);
  header.set_deleted(true);
  EXPECT_OK(Check({header}));
  *header.mutable_overview() = PartOf(3, 1, "overview");
  EXPECT_THAT(Check({header}), Breaks(kRuleDeletion));
  header = WithSecret(1, 1);
  header.set_deleted(true);
  EXPECT_THAT(Check({header}), Breaks(kRuleDeletion));
  header = First(3);
  header.set_deleted(true);
  EXPECT_THAT(Check({header}), Breaks(kRuleDeletion));
}

TEST_F(CheckTest, DeletedCredentialKeepsItsLeafAndMayComeBack) {
  Header header = Next(1);
  header.set_deleted(true);
  ASSERT_OK(safe_.Take(SignedOf({header})));
  EXPECT_EQ(safe_.state.map.size(), 2u);
  EXPECT_THAT(Check({First(1)}), Breaks(kRuleVersion));
  EXPECT_OK(Check({Next(1)}));
}

TEST_F(CheckTest, RootIsTheOneAfterTheChange) {
  Change change = ChangeOf({First(3)});
  change.set_root(safe_.state.map.root().str());
  EXPECT_THAT(CheckBody(change), Breaks(kRuleRoot));
  change.set_root("short");
  EXPECT_THAT(CheckBody(change), Breaks(kRuleForm));
}

TEST_F(CheckTest, LongChangeIsRefused) {
  const Change change = ChangeOf({First(3)});
  const std::string root = "\x1a\x20" + change.root();
  std::string body = change.SerializeAsString();
  while (body.size() + root.size() <= kMaxChange) body += root;
  EXPECT_OK(safe_.Check(Sign(body)));
  EXPECT_THAT(safe_.Check(Sign(body + root)), Breaks(kRuleForm));
}

TEST_F(CheckTest, CutBytesAreOutOfForm) {
  Change change = ChangeOf({First(3)});
  const std::string body = change.SerializeAsString();
  EXPECT_THAT(safe_.Check(Sign(body.substr(0, body.size() - 1))),
              Breaks(kRuleForm));
  change.mutable_headers(0)->pop_back();
  EXPECT_THAT(CheckBody(change), Breaks(kRuleForm));
}

TEST_F(CheckTest, UnknownFieldNeedsANewerKlad) {
  Header header = First(3);
  header.GetReflection()->MutableUnknownFields(&header)->AddVarint(99, 1);
  EXPECT_THAT(Check({header}), StatusIs(absl::StatusCode::kUnimplemented));
  header = First(3);
  auto* part = header.mutable_secret();
  part->GetReflection()->MutableUnknownFields(part)->AddVarint(99, 1);
  EXPECT_THAT(Check({header}), StatusIs(absl::StatusCode::kUnimplemented));
  Change change = ChangeOf({First(3)});
  change.GetReflection()->MutableUnknownFields(&change)->AddVarint(99, 1);
  EXPECT_THAT(CheckBody(change), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(CheckTest, KnownHeaderThatIsNotTheOneInTheMapIsOurFault) {
  const Signed change = SignedOf({Next(1)});
  safe_.newest.at(CredentialId(1)).bytes += "x";
  EXPECT_THAT(safe_.Check(change), StatusIs(absl::StatusCode::kInternal));
}

// A signature covers every byte; the checks before it must stand any.
TEST_F(CheckTest, MutatedBytesAreRefused) {
  const Signed change = SignedOf({Renamed(1), First(3)});
  ASSERT_OK(safe_.Check(change));
  const std::string bytes = change.SerializeAsString();
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const int flip : {1, 0x80, 0xff}) {
      std::string mutated = bytes;
      mutated[i] = static_cast<char>(mutated[i] ^ flip);
      Signed parsed;
      if (!parsed.ParseFromString(mutated)) continue;
      const auto status = safe_.Check(parsed).status();
      EXPECT_TRUE(absl::IsDataLoss(status) || absl::IsUnimplemented(status))
          << i << " " << status;
    }
  }
}

// The same, signed by a member who writes what it likes.
TEST_F(CheckTest, MutatedAndSignedBytesNeverCrash) {
  std::mt19937_64 random(7);
  const std::string body = ChangeOf({Renamed(1), First(3)}).SerializeAsString();
  for (int round = 0; round < 3000; ++round) {
    std::string mutated = body;
    for (uint64_t flips = 1 + random() % 3; flips > 0; --flips) {
      mutated[random() % mutated.size()] = static_cast<char>(random());
    }
    if (random() % 8 == 0) mutated.resize(random() % mutated.size());
    const auto status = safe_.Check(Sign(mutated)).status();
    EXPECT_TRUE(status.ok() || absl::IsDataLoss(status) ||
                absl::IsUnimplemented(status))
        << status;
  }
}

}  // namespace
}  // namespace klad::crypto::vault
