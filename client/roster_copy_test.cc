#include "client/roster_copy.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/sealed_file.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/roster/testing/drafts.h"
#include "crypto/roster/testing/test_organisation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::client {
namespace {

using crypto::roster::PolicySet;
using crypto::roster::TestOrganisation;
using ::klad::testing::TempFolder;
using trust::v1::Position;
using trust::v1::Signed;

crypto::Identity IdentityIn(const TestOrganisation& org) {
  trust::v1::Identity about;
  about.set_organisation(org.id());
  about.set_member(org.founder().id);
  about.set_founding(org.state().founding().str());
  about.set_server("klad.example:7443");
  about.set_ca(std::string(32, 'c'));
  return *crypto::Identity::Create(about);
}

Position HeadOf(const TestOrganisation& org) {
  return crypto::roster::ToProto(org.state().head());
}

// Entries of one size, whatever the value.
Signed Step(TestOrganisation& org, int64_t value) {
  EXPECT_OK(
      org.Add(org.founder(), PolicySet(org, "unlock.idle.minutes", value)));
  return org.entries().back();
}

// What the server has is in `org_`; `saved_` of it is in the folder.
class RosterCopyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(state_,
                         State::Open(absl::StrCat(folder_.path(), "/klad")));
    for (int64_t value = 1; value <= 5; ++value) Step(org_, value);
    RosterCopy copy = LoadAt(Position());
    for (const Signed& entry : org_.entries()) ASSERT_OK(copy.Add(entry));
    ASSERT_OK(copy.Save(identity_));
    saved_ = HeadOf(org_);
  }

  absl::StatusOr<RosterCopy> Load(const Position& verified) {
    return RosterCopy::Load(state_.get(), identity_, verified);
  }
  RosterCopy LoadAt(const Position& verified) {
    auto copy = Load(verified);
    EXPECT_OK(copy);
    return *std::move(copy);
  }

  std::string ReadFile(const std::string& name) {
    const auto bytes = state_->Read(name);
    EXPECT_OK(bytes);
    return *bytes;
  }
  void WriteFile(const std::string& name, const std::string& bytes) {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK(state_->Write(lock, name, bytes));
  }
  void Remove(const std::string& name) {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK(state_->Remove(lock, name));
  }
  void WriteEntries(const std::vector<Signed>& entries) {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK(WriteRosterEntries(state_.get(), lock, entries));
  }
  void WriteCheckpoint(const crypto::Identity& identity,
                       const crypto::roster::State& roster) {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK(WriteRosterCheckpoint(state_.get(), lock, identity, roster));
  }

  // Entries that are as long and nonsense: whoever reads them sees it.
  void SpoilEntries() {
    WriteFile(kRosterFile, std::string(ReadFile(kRosterFile).size(), '\xff'));
  }
  bool ServesWithoutEntries(const Position& verified) {
    const std::string entries = ReadFile(kRosterFile);
    SpoilEntries();
    const bool loaded = Load(verified).ok();
    WriteFile(kRosterFile, entries);
    return loaded;
  }

  // The entries are replayed instead, and the next command has a checkpoint.
  void ExpectReplayed() {
    EXPECT_FALSE(ServesWithoutEntries(saved_));
    RosterCopy copy = LoadAt(saved_);
    EXPECT_TRUE(copy.roster()->facts() == org_.state().facts());
    ASSERT_OK(copy.Save(identity_));
    EXPECT_TRUE(ServesWithoutEntries(saved_));
  }

  void ExpectStored(const TestOrganisation& org) {
    ASSERT_OK_AND_ASSIGN(const auto stored, ReadRosterEntries(*state_));
    ASSERT_EQ(stored.size(), org.entries().size());
    for (size_t i = 0; i < stored.size(); ++i) {
      EXPECT_EQ(stored[i].SerializeAsString(),
                org.entries()[i].SerializeAsString());
    }
    EXPECT_TRUE(ServesWithoutEntries(HeadOf(org)));
    EXPECT_TRUE(LoadAt(HeadOf(org)).roster()->facts() == org.state().facts());
  }

  TempFolder folder_;
  std::unique_ptr<State> state_;
  TestOrganisation org_;
  const crypto::Identity identity_ = IdentityIn(org_);
  Position saved_;
};

TEST_F(RosterCopyTest, CheckpointServesAndEntriesAreNotRead) {
  SpoilEntries();
  const RosterCopy copy = LoadAt(saved_);
  EXPECT_TRUE(copy.roster()->facts() == org_.state().facts());
  EXPECT_EQ(copy.stored(), org_.entries().size());
}

TEST_F(RosterCopyTest, EntriesAreReadWhenTheyAreAskedFor) {
  RosterCopy copy = LoadAt(saved_);
  ASSERT_OK(copy.Add(Step(org_, 6)));
  ASSERT_OK_AND_ASSIGN(const auto* entries, copy.Entries());
  ASSERT_EQ(entries->size(), org_.entries().size());
  for (size_t i = 0; i < entries->size(); ++i) {
    EXPECT_EQ((*entries)[i].SerializeAsString(),
              org_.entries()[i].SerializeAsString());
  }
}

TEST_F(RosterCopyTest, EntriesOfAnotherPastAreRefusedWhenTheyAreAskedFor) {
  TestOrganisation fork;
  for (int64_t value = 2; value <= 6; ++value) Step(fork, value);
  const size_t size = ReadFile(kRosterFile).size();
  WriteEntries(fork.entries());
  ASSERT_EQ(ReadFile(kRosterFile).size(), size);
  RosterCopy copy = LoadAt(saved_);
  EXPECT_EQ(ExitCodeOf(copy.Entries().status()), ExitCode::kIntegrity);
  WriteEntries({org_.entries().begin(), org_.entries().end() - 1});
  EXPECT_EQ(ExitCodeOf(copy.Entries().status()), ExitCode::kIntegrity);
}

TEST_F(RosterCopyTest, WhatIsLearntIsAppended) {
  RosterCopy copy = LoadAt(saved_);
  ASSERT_OK(copy.Add(Step(org_, 6)));
  ASSERT_OK(copy.Save(identity_));
  ExpectStored(org_);
  ASSERT_OK(copy.Add(Step(org_, 7)));
  ASSERT_OK(copy.Add(Step(org_, 8)));
  ASSERT_OK(copy.Save(identity_));
  ExpectStored(org_);
}

TEST_F(RosterCopyTest, NothingLearntWritesNothing) {
  ASSERT_OK_AND_ASSIGN(const RosterMark before,
                       ReadRosterMark(*state_, identity_));
  ASSERT_OK(LoadAt(saved_).Save(identity_));
  EXPECT_THAT(ReadRosterMark(*state_, identity_),
              ::klad::testing::IsOkAndHolds(before));
}

TEST_F(RosterCopyTest, MissingCheckpointIsMadeAgain) {
  Remove(kRosterCheckpoint);
  ExpectReplayed();
}

TEST_F(RosterCopyTest, CheckpointThatIsCutShortIsNotUsed) {
  const std::string whole = ReadFile(kRosterCheckpoint);
  for (const size_t size : {size_t{0}, size_t{16}, size_t{60}, whole.size() / 2,
                            whole.size() - 1}) {
    WriteFile(kRosterCheckpoint, whole.substr(0, size));
    ExpectReplayed();
  }
}

TEST_F(RosterCopyTest, CheckpointWithAChangedByteIsNotUsed) {
  const std::string whole = ReadFile(kRosterCheckpoint);
  for (size_t at = 0; at < whole.size(); at += 97) {
    std::string changed = whole;
    changed[at] ^= 1;
    WriteFile(kRosterCheckpoint, changed);
    EXPECT_FALSE(ServesWithoutEntries(saved_)) << at;
  }
  ExpectReplayed();
}

TEST_F(RosterCopyTest, CheckpointOfAnotherIdentityIsNotUsed) {
  WriteCheckpoint(IdentityIn(org_), org_.state());
  ExpectReplayed();
}

TEST_F(RosterCopyTest, CheckpointOfAnotherProgramIsNotUsed) {
  const uint64_t size = ReadFile(kRosterFile).size();
  std::string bytes(reinterpret_cast<const char*>(&size), sizeof size);
  bytes.append(100, 'x');
  {
    ASSERT_OK_AND_ASSIGN(const StateLock lock, state_->Lock());
    ASSERT_OK(
        WriteSealed(state_.get(), lock, identity_, kRosterCheckpoint, bytes));
  }
  ExpectReplayed();
}

TEST_F(RosterCopyTest, CheckpointOfAnotherPastIsNotUsed) {
  TestOrganisation fork;
  for (int64_t value = 2; value <= 6; ++value) Step(fork, value);
  WriteCheckpoint(identity_, fork.state());
  ExpectReplayed();
}

// Written by whoever was interrupted before the checkpoint.
TEST_F(RosterCopyTest, CheckpointBehindTheEntriesIsNotUsed) {
  Step(org_, 6);
  WriteEntries(org_.entries());
  EXPECT_EQ(LoadAt(saved_).head().sequence(), HeadOf(org_).sequence());
  std::vector<Signed> forged = org_.entries();
  forged.back().mutable_signature()->back() ^= 1;
  WriteEntries(forged);
  EXPECT_EQ(ExitCodeOf(Load(saved_).status()), ExitCode::kIntegrity);
}

// Written by whoever was interrupted before the memory.
TEST_F(RosterCopyTest, CheckpointAheadOfTheMemoryIsNotUsed) {
  const Position remembered = saved_;
  RosterCopy copy = LoadAt(saved_);
  ASSERT_OK(copy.Add(Step(org_, 6)));
  ASSERT_OK(copy.Save(identity_));
  EXPECT_FALSE(ServesWithoutEntries(remembered));
  EXPECT_FALSE(ServesWithoutEntries(Position()));
  EXPECT_EQ(LoadAt(remembered).head().sequence(), HeadOf(org_).sequence());
  std::vector<Signed> forged = org_.entries();
  forged.back().mutable_signature()->back() ^= 1;
  WriteEntries(forged);
  EXPECT_EQ(ExitCodeOf(Load(remembered).status()), ExitCode::kIntegrity);
}

TEST_F(RosterCopyTest, CheckpointBehindTheMemoryIsNotUsed) {
  const std::string older = ReadFile(kRosterCheckpoint);
  RosterCopy copy = LoadAt(saved_);
  ASSERT_OK(copy.Add(Step(org_, 6)));
  ASSERT_OK(copy.Save(identity_));
  saved_ = HeadOf(org_);
  WriteFile(kRosterCheckpoint, older);
  ExpectReplayed();
}

TEST_F(RosterCopyTest, CheckpointWithoutEntriesIsNotUsed) {
  Remove(kRosterFile);
  EXPECT_EQ(LoadAt(saved_).roster(), nullptr);
}

TEST_F(RosterCopyTest, OfTwoCommandsTheLongerLogStays) {
  RosterCopy shorter = LoadAt(saved_);
  RosterCopy longer = LoadAt(saved_);
  RosterCopy longest = LoadAt(saved_);
  const Signed first = Step(org_, 6);
  for (RosterCopy* copy : {&shorter, &longer, &longest}) {
    ASSERT_OK(copy->Add(first));
  }
  const Signed second = Step(org_, 7);
  ASSERT_OK(longer.Add(second));
  ASSERT_OK(longest.Add(second));
  ASSERT_OK(longer.Save(identity_));
  ExpectStored(org_);
  ASSERT_OK(shorter.Save(identity_));
  ExpectStored(org_);
  ASSERT_OK(longest.Add(Step(org_, 8)));
  ASSERT_OK(longest.Save(identity_));
  ExpectStored(org_);
}

TEST_F(RosterCopyTest, AnotherLogReplacesWhatWasThere) {
  TestOrganisation fork;
  Step(fork, 9);
  RosterCopy copy = LoadAt(saved_);
  copy.Replace(fork.entries(), fork.state());
  ASSERT_OK(copy.Add(Step(fork, 8)));
  ASSERT_OK(copy.Save(identity_));
  ExpectStored(fork);
  EXPECT_EQ(ExitCodeOf(Load(saved_).status()), ExitCode::kIntegrity);
}

// Also when the files have the same size.
TEST_F(RosterCopyTest, NothingIsAppendedToAnotherPast) {
  TestOrganisation fork;
  for (int64_t value = 2; value <= 6; ++value) Step(fork, value);
  RosterCopy before = LoadAt(saved_);
  RosterCopy copy = LoadAt(saved_);
  copy.Replace(fork.entries(), fork.state());
  ASSERT_OK(copy.Save(identity_));
  ASSERT_OK(before.Add(Step(org_, 6)));
  EXPECT_EQ(ExitCodeOf(before.Save(identity_)), ExitCode::kConflict);
  ExpectStored(fork);
}

}  // namespace
}  // namespace klad::client
