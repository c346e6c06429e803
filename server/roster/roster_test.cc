#include "server/roster/roster.h"

#include <algorithm>
#include <functional>

#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gtest/gtest.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/roster/checker.h"
#include "server/roster/envelopes.h"
#include "server/store/keyspace.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace klad::roster {
namespace {

using crypto::roster::TestOrganisation;
using trust::v1::Entry;

constexpr char kHeadKey[] = "head of the safe";

class NoSigner : public audit::HeadSigner {
 public:
  std::string Sign(const trust::v1::Position&) override { return ""; }
};

// Of the one safe; `meanwhile` happens behind the answer.
class FakeHeads : public SafeHeads {
 public:
  absl::StatusOr<StoredHead> HeadOf(absl::string_view) const override {
    const StoredHead now = head;
    meanwhile();
    return now;
  }

  absl::Status PutShare(const crypto::roster::State&, const trust::v1::Shared&,
                        const ShareList&, store::Transaction*) const override {
    return absl::OkStatus();
  }

  StoredHead head;
  std::function<void()> meanwhile = [] {};
};

// A safe whose third change is its head.
class RosterTest : public ::testing::Test {
 protected:
  void SetUp() override {
    safe_ = org_.MakeSafe(org_.founder());
    Put(kHeadKey);
    heads_.head.position.set_sequence(3);
    heads_.head.position.set_link(std::string(32, 'l'));
    heads_.head.root = std::string(32, 'r');
    heads_.head.expect = {kHeadKey, *store_.RevisionOf(kHeadKey)};
    Open();
    for (size_t i = 0; i < org_.entries().size(); ++i) {
      ASSERT_OK(Send(i).status());
    }
  }

  void Open() {
    roster_ = nullptr;
    ledger_ = nullptr;
    ASSERT_OK_AND_ASSIGN(ledger_,
                         audit::Ledger::Open(&store_, &clock_, &signer_));
    ASSERT_OK_AND_ASSIGN(
        roster_,
        Roster::Open(org_.id(), &store_, ledger_.get(), &heads_, &clock_));
  }

  void Put(const std::string& key, const std::string& value = "") {
    ASSERT_OK(store_.Commit({{}, {{key, value}}, {}}).status());
  }

  // As `kladd restore` leaves it: everything that exists was signed before.
  void MarkRestored() {
    store::v1::RestoredRecord record;
    record.set_time_ms(org_.now_ms());
    Put(store::kRestoredKey, record.SerializeAsString());
    Open();
    org_.Wait(1);
    clock_.Advance(3'600'000);
    org_.Wait(3'600'000);
  }

  // The entry of the organisation's log at this index.
  absl::StatusOr<trust::v1::Position> Send(size_t index) {
    return Send(index, EnvelopesOf(index));
  }
  EnvelopeList EnvelopesOf(size_t index) const {
    const auto made = org_.EnvelopesOf(index + 1);
    return {made.begin(), made.end()};
  }
  absl::StatusOr<trust::v1::Position> Send(size_t index,
                                           const EnvelopeList& envelopes) {
    const trust::v1::Signed& entry = org_.entries()[index];
    if (index == 0) return roster_->Found({}, entry, envelopes);
    return roster_->Append({}, crypto::roster::ToProto(*org_.state().At(index)),
                           entry, envelopes);
  }

  // One more entry, first in the organisation's log.
  absl::StatusOr<trust::v1::Position> Add(const Entry& entry) {
    EXPECT_OK(org_.Add(org_.founder(), entry));
    return Send(org_.entries().size() - 1);
  }

  Entry Epoch(uint64_t sequence, char link, char root) {
    Entry entry = org_.DraftSafeEpoch(safe_);
    auto* head = entry.mutable_safe_epoch()->mutable_head();
    head->set_sequence(sequence);
    head->set_link(std::string(32, link));
    entry.mutable_safe_epoch()->set_root(std::string(32, root));
    return entry;
  }

  Entry Word(uint64_t sequence) {
    Entry entry = crypto::roster::Restored(org_, {safe_});
    auto* head = entry.mutable_restored()->mutable_safes(0);
    head->mutable_head()->set_sequence(sequence);
    head->mutable_head()->set_link(std::string(32, 'l'));
    head->set_root(std::string(32, 'r'));
    return entry;
  }

  // What begins an epoch is taken with exactly the envelopes it needs.
  void ExpectNeedsExactly(const Entry& epoch) {
    ASSERT_OK(org_.Add(org_.founder(), epoch));
    const size_t index = org_.entries().size() - 1;
    const EnvelopeList whole = EnvelopesOf(index);
    ASSERT_EQ(whole.size(), 1);
    for (int i = 0; i < whole[0].envelopes_size(); ++i) {
      EnvelopeList given = whole;
      auto* list = given[0].mutable_envelopes();
      list->DeleteSubrange(i, 1);
      ExpectMissing(index, given);
      given = whole;
      *given[0].add_envelopes() = whole[0].envelopes(i);
      ExpectMissing(index, given);
      given = whole;
      given[0].mutable_envelopes(i)->set_box(std::string(32, 'b'));
      ExpectMissing(index, given);
      given = whole;
      given[0].mutable_envelopes(i)->mutable_sealed()->pop_back();
      ExpectMissing(index, given);
    }
    EnvelopeList given = whole;
    given[0].set_epoch(whole[0].epoch() - 1);
    ExpectMissing(index, given);
    ExpectMissing(index, {});
    EXPECT_OK(Send(index, whole).status());
  }
  void ExpectMissing(size_t index, const EnvelopeList& given) {
    EXPECT_EQ(access::ReasonOf(Send(index, given).status()),
              v1::REASON_ENVELOPE_MISSING);
  }

  void ExpectRefused(const Entry& entry, v1::Reason reason) {
    const uint64_t before = roster_->Now().state->head().sequence;
    EXPECT_EQ(access::ReasonOf(Add(entry).status()), reason);
    EXPECT_EQ(roster_->Now().state->head().sequence, before);
  }

  TestOrganisation org_;
  std::string safe_;
  store::MemoryStore store_;
  testing::FakeClock clock_{crypto::roster::kTestStartMs};
  NoSigner signer_;
  FakeHeads heads_;
  std::unique_ptr<audit::Ledger> ledger_;
  std::unique_ptr<Roster> roster_;
};

TEST_F(RosterTest, EpochOnTheSafesHeadIsTaken) {
  EXPECT_OK(Add(Epoch(3, 'l', 'r')).status());
}

TEST_F(RosterTest, EpochOnAnEarlierHeadIsRefused) {
  ExpectRefused(Epoch(2, 'l', 'r'), v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, EpochOnALaterHeadIsRefused) {
  ExpectRefused(Epoch(4, 'l', 'r'), v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, EpochOnAnotherHeadOfThatNumberIsRefused) {
  ExpectRefused(Epoch(3, 'x', 'r'), v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, EpochWithAnotherRootIsRefused) {
  ExpectRefused(Epoch(3, 'l', 'x'), v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, ChangeBetweenTheLookAndTheCommitRefusesTheEpoch) {
  heads_.meanwhile = [this] { Put(kHeadKey, "one more change"); };
  ExpectRefused(Epoch(3, 'l', 'r'), v1::REASON_ROSTER_MOVED);
}

TEST_F(RosterTest, OwnersWordNamesTheSafesHead) {
  ExpectRefused(Word(2), v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, OwnersWordOnTheSafesHeadIsTaken) {
  EXPECT_OK(Add(Word(3)).status());
}

TEST_F(RosterTest, NothingNewIsTakenBehindARestoredBackup) {
  MarkRestored();
  EXPECT_NE(roster_->Now().restored_ms, 0);
  ExpectRefused(Epoch(3, 'l', 'r'), v1::REASON_RESTORED);
}

TEST_F(RosterTest, WhatWasSignedBeforeIsHandedBackWithItsLostHead) {
  ASSERT_OK(org_.Add(org_.founder(), Epoch(5, 'x', 'x')));
  MarkRestored();
  EXPECT_OK(Send(org_.entries().size() - 1).status());
  EXPECT_NE(roster_->Now().restored_ms, 0);
}

// That head was never lost: it is another.
TEST_F(RosterTest, WhatIsHandedBackNamesNoOtherHeadThanIsThere) {
  ASSERT_OK(org_.Add(org_.founder(), Epoch(3, 'x', 'r')));
  MarkRestored();
  EXPECT_EQ(access::ReasonOf(Send(org_.entries().size() - 1).status()),
            v1::REASON_SAFE_MOVED);
}

TEST_F(RosterTest, OldEntryIsNotTakenWithoutARestore) {
  const Entry old = Epoch(3, 'l', 'r');
  clock_.Advance(11 * 60 * 1000);
  ExpectRefused(old, v1::REASON_CLOCK);
}

TEST_F(RosterTest, EntryOfAnHourAheadIsNotTaken) {
  org_.Wait(3'600'000);
  ExpectRefused(Epoch(3, 'l', 'r'), v1::REASON_CLOCK);
}

// The owners' among them: nobody's departure locks a safe or a role.
TEST_F(RosterTest, EpochOfARoleNeedsEveryEnvelope) {
  ASSERT_OK(Add(org_.DraftRoleDefined("press", {})).status());
  ExpectNeedsExactly(org_.DraftRoleEpoch("press"));
}

TEST_F(RosterTest, EpochOfASafeNeedsEveryEnvelope) {
  org_.GrantRole(safe_, "marketer", trust::v1::LEVEL_READ);
  ASSERT_OK(Send(org_.entries().size() - 1).status());
  ExpectNeedsExactly(Epoch(3, 'l', 'r'));
}

TEST_F(RosterTest, CheckMissesEveryEnvelopeThatIsLost) {
  const auto state = roster_->Now().state;
  ASSERT_OK_AND_ASSIGN(const uint64_t count, CheckEnvelopes(&store_, *state));
  EXPECT_GT(count, 2u);
  uint64_t lost = 0;
  ASSERT_OK_AND_ASSIGN(
      const store::Page page,
      store_.List(store::Range::Prefix(store::kEnvelopePrefix), "", 100));
  for (const store::Entry& entry : page.entries) {
    trust::v1::EpochEnvelopes whole;
    ASSERT_TRUE(whole.ParseFromString(entry.value));
    for (int i = 0; i < whole.envelopes_size(); ++i, ++lost) {
      trust::v1::EpochEnvelopes cut = whole;
      cut.mutable_envelopes()->DeleteSubrange(i, 1);
      Put(entry.key, cut.SerializeAsString());
      EXPECT_THAT(CheckEnvelopes(&store_, *state),
                  testing::StatusIs(absl::StatusCode::kDataLoss));
    }
    Put(entry.key, entry.value);
  }
  EXPECT_EQ(lost, count);
}

// Nobody needs what was sealed to its line any more.
TEST_F(RosterTest, EndedInvitationIsGoneFromEveryEpochItWasOpenIn) {
  const auto invitation = org_.Invite(org_.Fresh("newcomer"), {{"marketer"}});
  ASSERT_OK(Send(org_.entries().size() - 1).status());
  ASSERT_OK(Add(org_.DraftRoleEpoch("marketer")).status());
  const auto sealed_to_it = [&](uint32_t epoch) {
    const auto record = LoadEnvelopes(
        &store_, crypto::roster::KeyName::Role("marketer"), epoch);
    EXPECT_OK(record.status());
    return std::count_if(record->envelopes().begin(), record->envelopes().end(),
                         [&](const trust::v1::Envelope& envelope) {
                           return envelope.recipient().invitation() ==
                                  invitation.id;
                         });
  };
  EXPECT_EQ(sealed_to_it(1), 1);
  EXPECT_EQ(sealed_to_it(2), 1);
  ASSERT_OK(Add(crypto::roster::Withdrawn(org_, invitation.id)).status());
  EXPECT_EQ(sealed_to_it(1), 0);
  EXPECT_EQ(sealed_to_it(2), 0);
}

TEST_F(RosterTest, OwnersWordEndsTheWaitingForGood) {
  MarkRestored();
  ASSERT_OK(Add(Word(3)).status());
  EXPECT_EQ(roster_->Now().restored_ms, 0);
  Open();
  EXPECT_EQ(roster_->Now().restored_ms, 0);
  EXPECT_OK(Add(Epoch(3, 'l', 'r')).status());
}

// Of an earlier restore: the one that was made now needs a word of its own.
TEST_F(RosterTest, OwnersWordThatIsHandedBackEndsNothing) {
  ASSERT_OK(org_.Add(org_.founder(), Word(5)));
  MarkRestored();
  ASSERT_OK(Send(org_.entries().size() - 1).status());
  EXPECT_NE(roster_->Now().restored_ms, 0);
}

}  // namespace
}  // namespace klad::roster
