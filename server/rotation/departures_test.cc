#include "server/rotation/departures.h"

#include <functional>
#include <memory>

#include "crypto/log.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "crypto/vault/departure.h"
#include "gtest/gtest.h"
#include "server/access/refusal.h"
#include "server/rotation/checker.h"
#include "server/rotation/keys.h"
#include "server/rotation/reader.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace klad::rotation {
namespace {

using crypto::roster::TestMember;
using crypto::roster::TestOrganisation;
using testing::StatusIs;
using trust::v1::Departure;
using trust::v1::DepartureChunk;
using trust::v1::RotationNote;

class NoSigner : public audit::HeadSigner {
 public:
  std::string Sign(const trust::v1::Position&) override { return ""; }
};

class FakeDirectory : public access::Directory, public access::NewsSource {
 public:
  explicit FakeDirectory(const TestOrganisation& org) : org_(org) {}

  Snapshot Now() const override {
    return {std::make_shared<const crypto::roster::State>(org_.state()), 0,
            restored_ms};
  }
  absl::Status Fill(const v1::Known&, v1::News*) const override {
    return absl::OkStatus();
  }

  int64_t restored_ms = 0;

 private:
  const TestOrganisation& org_;
};

// Anna is suspended; of two rotations the first is boris's, in a safe that
// hans manages.
class DeparturesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    founder_ = org_.founder();
    anna_ = org_.Join("anna");
    boris_ = org_.Join("boris");
    hans_ = org_.Join("hans");
    safe_ = org_.MakeSafe(founder_);
    org_.Grant(safe_, hans_.id, trust::v1::LEVEL_MANAGE);
    org_.Suspend(anna_.id);
    ASSERT_OK_AND_ASSIGN(ledger_,
                         audit::Ledger::Open(&store_, &clock_, &signer_));
    const Parts parts{org_.id(), &store_,     ledger_.get(),
                      &clock_,   &directory_, &directory_};
    departures_ = std::make_unique<Departures>(parts);
    reader_ = std::make_unique<Reader>(parts);
    DepartureChunk& chunk = list_.emplace_back();
    chunk.set_safe(safe_);
    for (uint64_t number = 1; number <= 2; ++number) {
      trust::v1::Finding* finding = chunk.add_findings();
      finding->set_credential(std::string(16, static_cast<char>(number)));
      finding->set_seen(trust::v1::SEEN_CURRENT);
      finding->mutable_rotation()->set_number(number);
      finding->mutable_rotation()->set_version(1);
      finding->mutable_rotation()->set_assignee(boris_.id);
      finding->mutable_rotation()->set_due_ms(1);
    }
  }

  static access::Caller As(const TestMember& member) {
    access::Caller caller;
    caller.kind = access::Caller::Kind::kMember;
    caller.id = member.id;
    return caller;
  }
  trust::v1::Position Here() const {
    return crypto::roster::ToProto(org_.state().head());
  }

  absl::Status Prepare(const TestMember& who) {
    v1::PrepareRequest request;
    request.set_member(anna_.id);
    for (const DepartureChunk& chunk : list_) {
      request.add_chunks(chunk.SerializeAsString());
    }
    return departures_->Prepare(As(who), request);
  }

  Departure About() {
    Departure about;
    about.set_member(anna_.id);
    about.set_successor(boris_.id);
    about.set_time_ms(clock_.NowMs());
    *about.mutable_roster() = Here();
    about.set_rotations(2);
    for (const DepartureChunk& chunk : list_) {
      about.add_chunks(
          crypto::vault::HashChunk(chunk.SerializeAsString()).str());
    }
    return about;
  }
  absl::StatusOr<trust::v1::Signed> Depart(const TestMember& who,
                                           const Departure& about) {
    return departures_->Depart(
        As(who), crypto::vault::SignDeparture({org_.id(), about.member()},
                                              who.id, who.sign(), about));
  }
  void Stand() {
    ASSERT_OK(Prepare(founder_));
    ASSERT_OK_AND_ASSIGN(made_, Depart(founder_, About()));
  }

  RotationNote Assigned(const TestMember& to) {
    RotationNote note;
    note.set_time_ms(clock_.NowMs());
    *note.mutable_roster() = Here();
    note.set_assigned(to.id);
    return note;
  }
  absl::Status Note(const TestMember& who, uint64_t number, uint64_t sequence,
                    const RotationNote& note) {
    v1::NoteRequest request;
    request.set_member(anna_.id);
    request.mutable_note()->set_number(number);
    request.mutable_note()->set_sequence(sequence);
    *request.mutable_note()->mutable_note() = crypto::vault::SignNote(
        {org_.id(), crypto::HashSigned(made_).str(), number, sequence}, who.id,
        who.sign(), note);
    return departures_->Note(As(who), request);
  }
  absl::Status Close(const TestMember& who) {
    trust::v1::DepartureClosed closed;
    closed.set_departure(crypto::HashSigned(made_).str());
    closed.set_time_ms(clock_.NowMs());
    *closed.mutable_roster() = Here();
    v1::CloseRequest request;
    request.set_member(anna_.id);
    *request.mutable_closed() = crypto::vault::SignClosed(
        {org_.id(), anna_.id}, who.id, who.sign(), closed);
    return departures_->Close(As(who), request);
  }
  int Shown(const TestMember& who) {
    v1::DeparturesRequest request;
    v1::DeparturesResponse response;
    EXPECT_OK(reader_->List(As(who), request, &response));
    return response.departures_size();
  }
  v1::ChunksResponse Chunks(const TestMember& who) {
    v1::ChunksRequest request;
    request.set_member(anna_.id);
    v1::ChunksResponse response;
    EXPECT_OK(reader_->Chunks(As(who), request, &response));
    return response;
  }

  // kladd check passes the store, and not with a byte of `key` changed.
  void ExpectDamageSeen(const std::string& key) {
    ASSERT_OK_AND_ASSIGN(const store::Entry entry, store_.Get(key));
    const auto check = [&] {
      return CheckAll(org_.id(), &store_, org_.state()).status();
    };
    ASSERT_OK(check());
    std::string flipped = entry.value;
    flipped[flipped.size() / 2] ^= 1;
    ASSERT_OK(store_.Commit({{}, {{key, flipped}}, {}}).status());
    EXPECT_THAT(check(), StatusIs(absl::StatusCode::kDataLoss));
    ASSERT_OK(store_.Commit({{}, {{key, entry.value}}, {}}).status());
  }

  static void ExpectRule(const absl::Status& status, const std::string& rule) {
    const auto refusal = access::RefusalOf(status);
    ASSERT_TRUE(refusal.has_value()) << status;
    EXPECT_EQ(refusal->reason(), v1::REASON_DEPARTURE_REFUSED) << status;
    EXPECT_EQ(refusal->fields().at("rule"), rule);
  }
  static void ExpectReason(const absl::Status& status, v1::Reason reason) {
    EXPECT_EQ(access::ReasonOf(status), reason) << status;
  }

  TestOrganisation org_;
  TestMember founder_, anna_, boris_, hans_;
  std::string safe_;
  testing::FakeClock clock_{crypto::roster::kTestStartMs};
  store::MemoryStore store_;
  NoSigner signer_;
  FakeDirectory directory_{org_};
  std::unique_ptr<audit::Ledger> ledger_;
  std::unique_ptr<Departures> departures_;
  std::unique_ptr<Reader> reader_;
  std::vector<DepartureChunk> list_;
  trust::v1::Signed made_;
};

TEST_F(DeparturesTest, FirstOneStands) {
  Stand();
  Departure second = About();
  second.set_successor(hans_.id);
  ASSERT_OK_AND_ASSIGN(const auto stands, Depart(founder_, second));
  EXPECT_EQ(stands.body(), made_.body());
  EXPECT_EQ(Shown(founder_), 1);
}

TEST_F(DeparturesTest, OnlyOwnersWriteIt) {
  ExpectReason(Prepare(hans_), v1::REASON_PERMISSION);
  ASSERT_OK(Prepare(founder_));
  ExpectReason(Depart(hans_, About()).status(), v1::REASON_PERMISSION);
  Stand();
  ExpectReason(Close(hans_), v1::REASON_PERMISSION);
}

TEST_F(DeparturesTest, WhatDoesNotFitIsRefusedByItsRule) {
  ExpectRule(Depart(founder_, About()).status(), "list");
  ASSERT_OK(Prepare(founder_));
  Departure about = About();
  about.set_rotations(3);
  ExpectRule(Depart(founder_, about).status(), "list");
  about = About();
  about.set_member(hans_.id);
  ExpectRule(Depart(founder_, about).status(), "member");
  about = About();
  about.mutable_roster()->set_link(std::string(32, 'x'));
  ExpectRule(Depart(founder_, about).status(), "roster");
  about = About();
  *about.mutable_roster() = crypto::roster::ToProto(*org_.state().At(2));
  ExpectRule(Depart(founder_, about).status(), "roster");
  about = About();
  about.set_time_ms(clock_.NowMs() + 3'600'000);
  ExpectReason(Depart(founder_, about).status(), v1::REASON_CLOCK);
  const trust::v1::Signed forged = crypto::vault::SignDeparture(
      {org_.id(), anna_.id}, founder_.id, hans_.sign(), About());
  ExpectRule(departures_->Depart(As(founder_), forged).status(), "signature");
  EXPECT_EQ(Shown(founder_), 0);
}

TEST_F(DeparturesTest, NumbersHaveNoGaps) {
  list_[0].mutable_findings(1)->mutable_rotation()->set_number(3);
  ASSERT_OK(Prepare(founder_));
  ExpectRule(Depart(founder_, About()).status(), "list");
}

// Whoever was let in again meanwhile leaves by another list.
TEST_F(DeparturesTest, ReturnMakesRoomForAnotherList) {
  Stand();
  ASSERT_OK(org_.Add(founder_, crypto::roster::Resumed(org_, anna_.id)));
  org_.Suspend(anna_.id);
  Departure second = About();
  ASSERT_OK_AND_ASSIGN(const auto stands, Depart(founder_, second));
  EXPECT_NE(stands.body(), made_.body());
}

TEST_F(DeparturesTest, OwnerAndManagerNoteOthersDoNot) {
  Stand();
  EXPECT_OK(Note(founder_, 1, 1, Assigned(hans_)));
  EXPECT_OK(Note(hans_, 2, 1, Assigned(hans_)));
  ExpectReason(Note(boris_, 1, 2, Assigned(boris_)), v1::REASON_PERMISSION);
  ExpectRule(Note(founder_, 3, 1, Assigned(hans_)), "rotation-unknown");
  ExpectRule(Note(founder_, 1, 2, Assigned(anna_)), "assignee");
}

TEST_F(DeparturesTest, NotesFollowOneAnother) {
  Stand();
  ExpectReason(Note(founder_, 1, 2, Assigned(hans_)),
               v1::REASON_ROTATION_MOVED);
  EXPECT_OK(Note(founder_, 1, 1, Assigned(hans_)));
  ExpectReason(Note(founder_, 1, 1, Assigned(boris_)),
               v1::REASON_ROTATION_MOVED);
  for (uint64_t i = 2; i <= crypto::vault::kMaxNotes; ++i) {
    EXPECT_OK(Note(founder_, 1, i, Assigned(hans_)));
  }
  ExpectRule(Note(founder_, 1, crypto::vault::kMaxNotes + 1, Assigned(hans_)),
             "notes");
  ASSERT_EQ(Chunks(founder_).chunks_size(), 1);
  EXPECT_EQ(Chunks(founder_).chunks(0).notes_size(), crypto::vault::kMaxNotes);
}

TEST_F(DeparturesTest, ClosedTakesNothingMore) {
  Stand();
  EXPECT_OK(Close(founder_));
  EXPECT_OK(Close(founder_));
  ExpectRule(Note(founder_, 1, 1, Assigned(hans_)), "closed");
}

TEST_F(DeparturesTest, ShownToOwnersManagersAndWhomItConcerns) {
  Stand();
  const TestMember vera = org_.Join("vera", {{"marketer"}});
  const TestMember auditor = org_.Join("auditor", {{"head"}});
  for (const TestMember& who : {founder_, boris_, hans_, auditor}) {
    EXPECT_EQ(Shown(who), 1) << who.login;
    EXPECT_FALSE(Chunks(who).chunks(0).chunk().empty()) << who.login;
  }
  EXPECT_EQ(Shown(vera), 0);
  EXPECT_TRUE(Chunks(vera).chunks(0).chunk().empty());
  ASSERT_OK(Note(founder_, 1, 1, Assigned(vera)));
  EXPECT_EQ(Shown(vera), 1);
}

TEST_F(DeparturesTest, CheckCountsAndSeesDamage) {
  Stand();
  ASSERT_OK(Note(hans_, 2, 1, Assigned(hans_)));
  ASSERT_OK(Note(founder_, 2, 2, Assigned(boris_)));
  ASSERT_OK(Close(founder_));
  ASSERT_OK_AND_ASSIGN(const Counts counts,
                       CheckAll(org_.id(), &store_, org_.state()));
  EXPECT_EQ(counts.departures, 1u);
  EXPECT_EQ(counts.rotations, 2u);
  const std::string departure = crypto::HashSigned(made_).str();
  ExpectDamageSeen(DepartureKey(anna_.id));
  ExpectDamageSeen(ChunkKey(
      anna_.id, crypto::vault::HashChunk(list_[0].SerializeAsString()).view()));
  ExpectDamageSeen(NoteKey(departure, 2, 2));
  ASSERT_OK(store_.Commit({{}, {}, {NoteKey(departure, 2, 1)}}).status());
  EXPECT_THAT(CheckAll(org_.id(), &store_, org_.state()),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(DeparturesTest, NothingIsWrittenBeforeARestoredBackupIsAccepted) {
  directory_.restored_ms = 1;
  ExpectReason(Prepare(founder_), v1::REASON_RESTORED);
}

}  // namespace
}  // namespace klad::rotation
