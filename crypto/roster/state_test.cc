#include "crypto/roster/state.h"

#include "crypto/log.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace klad::crypto::roster {
namespace {

using ::absl::StatusCode;
using ::klad::testing::StatusIs;
using trust::v1::Signed;

class StateTest : public ::testing::Test {
 protected:
  StateTest() : mira_(org_.Join("mira", {{"marketer"}})) {}

  // Applies to a copy, which must refuse and stay as it was.
  absl::StatusCode Refusal(const Signed& entry) {
    State copy = org_.state();
    const absl::Status status = copy.Apply(entry);
    EXPECT_EQ(copy.head(), org_.state().head());
    return status.code();
  }
  Signed Good() { return org_.Sign(org_.founder(), Suspended(org_, mira_.id)); }

  TestOrganisation org_;
  TestMember mira_;
};

TEST_F(StateTest, EntryThatIsRightIsAccepted) { EXPECT_OK(org_.Add(Good())); }

TEST_F(StateTest, EveryChangedBitOfASignatureIsRefused) {
  Signed entry = Good();
  for (size_t i = 0; i < entry.signature().size(); ++i) {
    Signed forged = entry;
    (*forged.mutable_signature())[i] ^= 1;
    EXPECT_EQ(Refusal(forged), StatusCode::kDataLoss) << i;
  }
}

TEST_F(StateTest, ChangedBodyIsRefused) {
  Signed entry = Good();
  Entry other = Suspended(org_, org_.founder().id);
  entry.set_body(other.SerializeAsString());
  EXPECT_EQ(Refusal(entry), StatusCode::kDataLoss);
}

TEST_F(StateTest, EntryUnderAnothersNameIsRefused) {
  Signed entry = org_.Sign(mira_, Suspended(org_, mira_.id));
  entry.set_author(org_.founder().id);
  EXPECT_EQ(Refusal(entry), StatusCode::kDataLoss);
}

TEST_F(StateTest, EntryByNobodyIsRefused) {
  EXPECT_EQ(Refusal(org_.Sign(org_.Fresh(""), Suspended(org_, mira_.id))),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, EntryWithLostKeysIsRefused) {
  ASSERT_OK(org_.Add(org_.founder(), Lost(org_, mira_.id)));
  EXPECT_EQ(Refusal(org_.Sign(mira_, Suspended(org_, mira_.id))),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, EntryWithTheKeysBeforeMovingIsRefused) {
  const TestMember moved = org_.WithNewKeys(mira_);
  ASSERT_OK(org_.Add(mira_, Moved(org_, moved), &moved));
  EXPECT_EQ(Refusal(org_.Sign(mira_, Suspended(org_, mira_.id))),
            StatusCode::kDataLoss);
  EXPECT_OK(org_.Add(moved, Suspended(org_, mira_.id)));
}

TEST_F(StateTest, EntriesInAnotherOrderAreRefused) {
  const Signed first = Good();
  TestOrganisation ahead;
  ahead.Join("mira", {{"marketer"}});
  ASSERT_OK(ahead.Add(first));
  const Signed second = ahead.Sign(ahead.founder(), Resumed(ahead, mira_.id));
  EXPECT_EQ(Refusal(second), StatusCode::kDataLoss);
  ASSERT_OK(org_.Add(first));
  EXPECT_OK(org_.Add(second));
}

TEST_F(StateTest, EntryReplayedIsRefused) {
  const Signed entry =
      org_.Sign(org_.founder(), PolicySet(org_, "unlock.idle.minutes", 5));
  ASSERT_OK(org_.Add(entry));
  EXPECT_EQ(Refusal(entry), StatusCode::kDataLoss);
}

TEST_F(StateTest, SecondOfTwoEntriesOnOneHeadIsRefused) {
  const Signed one = Good();
  const Signed other =
      org_.Sign(org_.founder(), PolicySet(org_, "unlock.idle.minutes", 5));
  ASSERT_OK(org_.Add(one));
  EXPECT_EQ(Refusal(other), StatusCode::kDataLoss);
}

TEST_F(StateTest, ForksDoNotJoin) {
  TestOrganisation fork;
  const TestMember mira = fork.Join("mira", {{"marketer"}});
  ASSERT_OK(fork.Add(fork.founder(), Suspended(fork, mira.id)));
  ASSERT_OK(
      org_.Add(org_.founder(), PolicySet(org_, "unlock.idle.minutes", 5)));
  EXPECT_EQ(fork.state().head().sequence, org_.state().head().sequence);
  EXPECT_EQ(Refusal(fork.Sign(fork.founder(), Resumed(fork, mira.id))),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, EntryOfAnotherOrganisationIsRefused) {
  Slot slot = org_.state().slot();
  slot.organisation = TestOrganisation(1).id();
  EXPECT_EQ(Refusal(SignEntry(slot, org_.founder().id, org_.founder().sign(),
                              Suspended(org_, mira_.id))),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, FallingTimeIsRefused) {
  org_.Wait(-1);
  EXPECT_EQ(Refusal(Good()), StatusCode::kDataLoss);
  org_.Wait(1);
  EXPECT_OK(org_.Add(Good()));
}

TEST_F(StateTest, UnknownFieldNeedsANewerKlad) {
  Signed entry = Good();
  Entry body = Suspended(org_, mira_.id);
  body.GetReflection()->MutableUnknownFields(&body)->AddVarint(7, 1);
  EXPECT_EQ(Refusal(org_.Sign(org_.founder(), body)),
            StatusCode::kUnimplemented);
  body = Suspended(org_, mira_.id);
  auto* inner = body.mutable_suspended();
  inner->GetReflection()->MutableUnknownFields(inner)->AddVarint(7, 1);
  EXPECT_EQ(Refusal(org_.Sign(org_.founder(), body)),
            StatusCode::kUnimplemented);
  entry.GetReflection()->MutableUnknownFields(&entry)->AddVarint(7, 1);
  EXPECT_EQ(Refusal(entry), StatusCode::kUnimplemented);
}

TEST_F(StateTest, UnknownKindNeedsANewerKlad) {
  Entry body = org_.Draft();
  body.GetReflection()->MutableUnknownFields(&body)->AddLengthDelimited(99,
                                                                        "kind");
  EXPECT_EQ(Refusal(org_.Sign(org_.founder(), body)),
            StatusCode::kUnimplemented);
}

TEST_F(StateTest, EntryWithoutAKindIsRefused) {
  EXPECT_EQ(Refusal(org_.Sign(org_.founder(), org_.Draft())),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, CountersignatureThatIsMissingIsRefused) {
  const TestMember moved = org_.WithNewKeys(mira_);
  EXPECT_EQ(Refusal(org_.Sign(mira_, Moved(org_, moved))),
            StatusCode::kDataLoss);
  const TestMember kit = org_.Fresh("");
  EXPECT_EQ(Refusal(org_.Sign(org_.founder(), KitAdded(org_, kit))),
            StatusCode::kDataLoss);
  const TestMember tool = org_.Fresh("bot");
  EXPECT_EQ(
      Refusal(org_.Sign(org_.founder(),
                        org_.DraftTool(tool, {}, org_.now_ms() + kDayMs))),
      StatusCode::kDataLoss);
  const TestMember invitee = org_.Fresh("new");
  const TestMember invitation = org_.Invite(invitee, {});
  EXPECT_EQ(
      Refusal(org_.Sign(invitation, org_.DraftJoined(invitation, invitee))),
      StatusCode::kDataLoss);
}

TEST_F(StateTest, CountersignatureByAnotherKeyIsRefused) {
  const TestMember moved = org_.WithNewKeys(mira_);
  EXPECT_EQ(Refusal(org_.Sign(mira_, Moved(org_, moved), &mira_)),
            StatusCode::kDataLoss);
  Signed twice = org_.Sign(mira_, Moved(org_, moved));
  twice.set_countersignature(twice.signature());
  EXPECT_EQ(Refusal(twice), StatusCode::kDataLoss);
}

TEST_F(StateTest, CountersignatureNobodyAskedForIsRefused) {
  EXPECT_EQ(
      Refusal(org_.Sign(org_.founder(), Suspended(org_, mira_.id), &mira_)),
      StatusCode::kDataLoss);
}

TEST_F(StateTest, JoinedByTheInvitationAloneCannotNameAnothersKeys) {
  const TestMember invitee = org_.Fresh("new");
  const TestMember invitation = org_.Invite(invitee, {});
  EXPECT_EQ(Refusal(org_.Sign(invitation, org_.DraftJoined(invitation, invitee),
                              &invitation)),
            StatusCode::kDataLoss);
}

TEST_F(StateTest, FoundingOfAnotherOrganisationIsRefused) {
  const auto state =
      State::Found(TestOrganisation(1).id(), std::nullopt, org_.entries()[0]);
  EXPECT_THAT(state, StatusIs(StatusCode::kDataLoss));
}

TEST_F(StateTest, AnotherFoundingThanToldIsRefused) {
  const Digest told = HashSigned(TestOrganisation(1).entries()[0]);
  EXPECT_THAT(State::Found(org_.id(), told, org_.entries()[0]),
              StatusIs(StatusCode::kDataLoss));
  EXPECT_OK(State::Found(org_.id(), HashSigned(org_.entries()[0]),
                         org_.entries()[0]));
}

TEST_F(StateTest, FoundingWithoutTheKitsSignatureIsRefused) {
  Signed entry = org_.entries()[0];
  entry.clear_countersignature();
  EXPECT_THAT(State::Found(org_.id(), std::nullopt, entry),
              StatusIs(StatusCode::kDataLoss));
}

TEST_F(StateTest, LogThatDoesNotBeginWithItsFoundingIsRefused) {
  EXPECT_THAT(State::Found(org_.id(), std::nullopt, org_.entries()[1]),
              StatusIs(StatusCode::kDataLoss));
}

TEST_F(StateTest, ReplayGivesTheSameState) {
  ASSERT_OK_AND_ASSIGN(
      const State state,
      State::Replay(org_.id(), org_.state().founding(), org_.entries(), {}));
  EXPECT_EQ(state.head(), org_.state().head());
  EXPECT_EQ(state.FindByLogin("mira")->id, mira_.id);
}

TEST_F(StateTest, ReplayFromACheckpointRefusesAnotherPast) {
  std::vector<Signed> entries = org_.entries();
  const Position known = org_.state().head();
  EXPECT_OK(State::Replay(org_.id(), std::nullopt, entries, known));
  (*entries[1].mutable_signature())[0] ^= 1;
  EXPECT_THAT(State::Replay(org_.id(), std::nullopt, entries, known),
              StatusIs(StatusCode::kDataLoss, "the roster has another past"));
}

TEST_F(StateTest, ReplayRefusesALogShorterThanItsCheckpoint) {
  std::vector<Signed> entries = org_.entries();
  entries.pop_back();
  EXPECT_THAT(
      State::Replay(org_.id(), std::nullopt, entries, org_.state().head()),
      StatusIs(StatusCode::kDataLoss));
  EXPECT_THAT(State::Replay(org_.id(), std::nullopt, {}, {}),
              StatusIs(StatusCode::kDataLoss));
}

TEST_F(StateTest, ReplayVerifiesWhatComesAfterTheCheckpoint) {
  const Position known = org_.state().head();
  ASSERT_OK(org_.Add(Good()));
  std::vector<Signed> entries = org_.entries();
  (*entries.back().mutable_signature())[0] ^= 1;
  EXPECT_THAT(State::Replay(org_.id(), std::nullopt, entries, known),
              StatusIs(StatusCode::kDataLoss));
}

TEST_F(StateTest, RemembersEveryLink) {
  const Position before = org_.state().head();
  ASSERT_OK(org_.Add(Good()));
  EXPECT_TRUE(org_.state().Contains(before));
  EXPECT_TRUE(org_.state().Contains({}));
  EXPECT_FALSE(org_.state().Contains({before.sequence, Digest()}));
  EXPECT_FALSE(org_.state().Contains({before.sequence + 9, before.link}));
  EXPECT_THAT(org_.state().At(99), StatusIs(StatusCode::kNotFound));
}

}  // namespace
}  // namespace klad::crypto::roster
