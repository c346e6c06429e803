#include "server/audit/ledger.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fault_store.h"
#include "tests/support/status_matchers.h"

namespace klad::audit {
namespace {

using ::klad::testing::IsOk;
using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;
using store::Transaction;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::chrono::milliseconds kSlow(20);

class CountingSigner : public HeadSigner {
 public:
  std::string Sign(const trust::v1::Position& head) override {
    ++count;
    return absl::StrCat("signed ", head.sequence());
  }
  std::atomic<int> count = 0;
};

trust::v1::LedgerRecord Record(const std::string& subject) {
  trust::v1::LedgerRecord record;
  record.set_caller("local");
  record.set_subject(subject);
  return record;
}

Transaction PutNew(const std::string& key) {
  return {{{key, 0}}, {{key, "v"}}, {}};
}

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() { Open(); }
  void Open() {
    ledger_ = nullptr;
    auto ledger = Ledger::Open(&store_, &clock_, &signer_);
    ASSERT_OK(ledger);
    ledger_ = *std::move(ledger);
  }
  // Lets writers queue up behind the first, whose commit is held.
  std::vector<absl::Status> CommitAtOnce(
      int writers, const std::function<Transaction(int)>& make) {
    std::vector<absl::Status> statuses(static_cast<size_t>(writers));
    std::vector<std::thread> threads;
    std::atomic<int> ready = 0;
    store_.Hold();
    for (int i = 0; i < writers; ++i) {
      threads.emplace_back([this, i, &statuses, &make, &ready] {
        ++ready;
        statuses[static_cast<size_t>(i)] =
            ledger_->Commit(make(i), {Record(absl::StrCat("w", i))}).status();
      });
    }
    while (ready < writers) std::this_thread::sleep_for(kSlow);
    std::this_thread::sleep_for(5 * kSlow);
    store_.Release();
    for (std::thread& thread : threads) thread.join();
    return statuses;
  }

  store::MemoryStore memory_;
  testing::FaultStore store_{&memory_};
  testing::FakeClock clock_;
  CountingSigner signer_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(LedgerTest, NewLedgerIsEmpty) {
  EXPECT_EQ(ledger_->Head()->position().sequence(), 0u);
  EXPECT_EQ(ledger_->Head()->position().link(), "");
  ASSERT_OK_AND_ASSIGN(const ChainHead head, VerifyChain(&store_));
  EXPECT_EQ(head.sequence, 0u);
}

TEST_F(LedgerTest, CommitWritesDataAndNumberedRecords) {
  ASSERT_OK_AND_ASSIGN(
      const Committed committed,
      ledger_->Commit(PutNew("a"), {Record("first"), Record("second")}));
  EXPECT_THAT(memory_.RevisionOf("a"), IsOkAndHolds(committed.revision));
  EXPECT_EQ(committed.ledger.sequence(), 2u);
  EXPECT_EQ(committed.ledger.link().size(), 32u);
  ASSERT_OK_AND_ASSIGN(const RecordPage page, ledger_->Read(0, 10));
  ASSERT_THAT(page.records, SizeIs(2));
  EXPECT_EQ(page.records[0].subject(), "first");
  EXPECT_EQ(page.records[1].sequence(), 2u);
  EXPECT_EQ(page.records[1].time_ms(), clock_.NowMs());
}

TEST_F(LedgerTest, HeadIsTheNewestCommitAndSignedOnce) {
  ASSERT_OK_AND_ASSIGN(const Committed committed,
                       ledger_->Commit({}, {Record("denied")}));
  const auto head = ledger_->Head();
  EXPECT_EQ(head->position().SerializeAsString(),
            committed.ledger.SerializeAsString());
  EXPECT_EQ(head->signature(), "signed 1");
  const int signatures = signer_.count;
  for (int i = 0; i < 100; ++i) ledger_->Head();
  EXPECT_EQ(signer_.count, signatures);
}

TEST_F(LedgerTest, ReopenedLedgerGoesOnWithTheChain) {
  for (int i = 0; i < 10; ++i) {
    Open();
    ASSERT_OK(ledger_->Commit({}, {Record(absl::StrCat(i))}));
  }
  const auto before = ledger_->Head();
  Open();
  EXPECT_EQ(ledger_->Head()->position().SerializeAsString(),
            before->position().SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const ChainHead head, VerifyChain(&store_));
  EXPECT_EQ(head.sequence, 10u);
  EXPECT_EQ(head.ToPosition().link(), before->position().link());
}

TEST_F(LedgerTest, BlockedWritersShareBatches) {
  const auto statuses =
      CommitAtOnce(16, [](int i) { return PutNew(absl::StrCat("k", i)); });
  for (const absl::Status& status : statuses) EXPECT_OK(status);
  EXPECT_LE(store_.commits(), 8);
  ASSERT_OK_AND_ASSIGN(const ChainHead head, VerifyChain(&store_));
  EXPECT_EQ(head.sequence, 16u);
}

TEST_F(LedgerTest, LoserIsAbortedAloneAndLeavesNoRecord) {
  const auto statuses = CommitAtOnce(16, [](int i) {
    return PutNew(i % 2 == 0 ? "wanted by many" : absl::StrCat("k", i));
  });
  int won = 0;
  for (size_t i = 0; i < statuses.size(); ++i) {
    if (i % 2 == 1) {
      EXPECT_OK(statuses[i]);
    } else if (statuses[i].ok()) {
      ++won;
    } else {
      EXPECT_THAT(statuses[i], StatusIs(absl::StatusCode::kAborted));
    }
  }
  EXPECT_EQ(won, 1);
  ASSERT_OK_AND_ASSIGN(const ChainHead head, VerifyChain(&store_));
  EXPECT_EQ(head.sequence, 9u);
}

TEST_F(LedgerTest, TwoWritesOfAKeyNeverShareARevision) {
  std::vector<store::Revision> revisions(8);
  std::vector<std::thread> threads;
  store_.DelayCommits(kSlow);
  for (auto& revision : revisions) {
    threads.emplace_back([this, &revision] {
      const auto committed = ledger_->Commit({{}, {{"a", "v"}}, {}}, {});
      ASSERT_OK(committed);
      revision = committed->revision;
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::sort(revisions.begin(), revisions.end());
  EXPECT_EQ(std::adjacent_find(revisions.begin(), revisions.end()),
            revisions.end());
}

TEST_F(LedgerTest, ReaderErrorStopsOneTransactionOnly) {
  store_.FailReads(true);
  EXPECT_THAT(ledger_->Commit(PutNew("a"), {Record("a")}),
              StatusIs(absl::StatusCode::kUnavailable));
  store_.FailReads(false);
  EXPECT_OK(ledger_->Commit(PutNew("a"), {Record("a")}));
}

TEST_F(LedgerTest, FailedBatchEndsAllCommits) {
  store_.FailBefore(1);
  EXPECT_THAT(ledger_->Commit(PutNew("a"), {Record("a")}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(memory_.Get("a"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(memory_.Get(LedgerKey(1)), StatusIs(absl::StatusCode::kNotFound));
  const int commits = store_.commits();
  EXPECT_THAT(ledger_->Commit(PutNew("b"), {Record("b")}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ledger_->Post(Record("c")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ledger_->Drain(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(store_.commits(), commits);
  EXPECT_EQ(ledger_->Head()->position().sequence(), 0u);
}

TEST_F(LedgerTest, UncertainBatchIsThereWholly) {
  store_.FailAfter(1);
  EXPECT_THAT(ledger_->Commit(PutNew("a"), {Record("a")}),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(ledger_->Head()->position().sequence(), 0u);
  Open();
  EXPECT_OK(memory_.Get("a"));
  EXPECT_EQ(ledger_->Head()->position().sequence(), 1u);
  EXPECT_OK(ledger_->Commit(PutNew("b"), {Record("b")}));
  EXPECT_OK(VerifyChain(&store_));
}

TEST_F(LedgerTest, WritersWaitingOnAFailedBatchAreRefused) {
  store_.FailBefore(1);
  const auto statuses =
      CommitAtOnce(8, [](int i) { return PutNew(absl::StrCat("k", i)); });
  for (const absl::Status& status : statuses) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  }
  EXPECT_EQ(store_.commits(), 1);
}

TEST_F(LedgerTest, ForeignRecordIsNeverWrittenOver) {
  ASSERT_OK(memory_.Commit({{}, {{LedgerKey(1), "another's"}}, {}}));
  EXPECT_FALSE(ledger_->Commit({}, {Record("mine")}).ok());
  EXPECT_EQ(memory_.Get(LedgerKey(1))->value, "another's");
}

TEST_F(LedgerTest, OnlyTheLedgerWritesItsKeys) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ledger_->Commit({{}, {{"l/x", "v"}}, {}}, {}), refused);
  EXPECT_THAT(ledger_->Commit({{}, {}, {LedgerKey(1)}}, {}), refused);
}

TEST_F(LedgerTest, LimitsCoverTransactionAndRecords) {
  Transaction transaction;
  for (int i = 0; i < 127; ++i) {
    transaction.puts.push_back({absl::StrCat("k", i), "v"});
  }
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_OK(ledger_->Commit(transaction, {Record("a")}));
  EXPECT_THAT(ledger_->Commit(transaction, {Record("a"), Record("b")}),
              refused);
  EXPECT_THAT(ledger_->Commit({}, {}), refused);
  EXPECT_THAT(ledger_->Commit({}, Records(129)), refused);
}

trust::v1::LedgerRecord Repeat(const std::string& caller, uint64_t version) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller);
  record.add_revealed()->set_version(version);
  return record;
}

TEST_F(LedgerTest, RepeatsOfOneCallerInARowBecomeOneRecord) {
  store_.Hold();
  ASSERT_OK(ledger_->Post(Repeat("member/a", 1)));
  ASSERT_OK(ledger_->Post(Repeat("member/a", 2)));
  ASSERT_OK(ledger_->Post(Repeat("member/b", 3)));
  ASSERT_OK(ledger_->Post(Repeat("member/a", 4)));
  store_.Release();
  ASSERT_OK(ledger_->Drain());
  ASSERT_OK_AND_ASSIGN(const RecordPage page, ledger_->Read(0, 10));
  ASSERT_THAT(page.records, SizeIs(3));
  EXPECT_EQ(page.records[0].caller(), "member/a");
  ASSERT_EQ(page.records[0].revealed_size(), 2);
  EXPECT_EQ(page.records[0].revealed(1).version(), 2u);
  EXPECT_EQ(page.records[1].caller(), "member/b");
  EXPECT_EQ(page.records[2].revealed(0).version(), 4u);
}

TEST_F(LedgerTest, ManyRepeatsBecomeSeveralRecordsAndNoneIsLost) {
  constexpr int kRepeats = 1000;
  for (int i = 0; i < kRepeats; ++i) {
    ASSERT_OK(ledger_->Post(Repeat("member/a", i + 1)));
  }
  ASSERT_OK(ledger_->Drain());
  ASSERT_OK_AND_ASSIGN(const RecordPage page, ledger_->Read(0, 1000));
  EXPECT_GE(page.records.size(), 32u);
  uint64_t expected = 0;
  for (const auto& record : page.records) {
    EXPECT_LE(record.revealed_size(), 32);
    for (const auto& revealed : record.revealed()) {
      EXPECT_EQ(revealed.version(), ++expected);
    }
  }
  EXPECT_EQ(expected, static_cast<uint64_t>(kRepeats));
}

TEST_F(LedgerTest, PostedRecordsBecomeDurableByThemselves) {
  ASSERT_OK(ledger_->Post(Record("repeat")));
  for (int i = 0; i < 200 && !memory_.Get(LedgerKey(1)).ok(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_OK(memory_.Get(LedgerKey(1)));
}

TEST_F(LedgerTest, HeadNeverNamesARecordThatWaits) {
  store_.DelayCommits(kSlow);
  ASSERT_OK(ledger_->Post(Record("repeat")));
  for (int i = 0; i < 50; ++i) {
    const uint64_t sequence = ledger_->Head()->position().sequence();
    if (sequence > 0) {
      EXPECT_OK(memory_.Get(LedgerKey(sequence)));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

TEST_F(LedgerTest, PostedRecordsGoWithTheNextBatchBeforeIt) {
  ASSERT_OK(ledger_->Post(Record("repeat")));
  ASSERT_OK_AND_ASSIGN(const Committed committed,
                       ledger_->Commit(PutNew("a"), {Record("first")}));
  EXPECT_EQ(committed.ledger.sequence(), 2u);
}

TEST_F(LedgerTest, FullQueueOfPostsWaitsAndLosesNothing) {
  store_.DelayCommits(kSlow);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      for (int i = 0; i < 1000; ++i) EXPECT_OK(ledger_->Post(Record("r")));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_OK(ledger_->Drain());
  ASSERT_OK_AND_ASSIGN(const ChainHead head, VerifyChain(&store_));
  EXPECT_EQ(head.sequence, 4000u);
}

TEST_F(LedgerTest, DrainKeepsWhatWasPostedAndRefusesTheRest) {
  for (int i = 0; i < 5; ++i) ASSERT_OK(ledger_->Post(Record("r")));
  EXPECT_OK(ledger_->Drain());
  EXPECT_OK(memory_.Get(LedgerKey(5)));
  EXPECT_THAT(
      ledger_->Commit({}, {Record("late")}),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("shutting down")));
  EXPECT_THAT(ledger_->Post(Record("late")),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(LedgerTest, PostThatFailsKillsTheLedger) {
  store_.FailBefore(1);
  ASSERT_OK(ledger_->Post(Record("repeat")));
  EXPECT_THAT(ledger_->Drain(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(LedgerTest, ReadPagesThroughTheRecords) {
  for (int i = 0; i < 5; ++i) ASSERT_OK(ledger_->Commit({}, {Record("r")}));
  ASSERT_OK_AND_ASSIGN(RecordPage page, ledger_->Read(1, 3));
  ASSERT_THAT(page.records, SizeIs(3));
  EXPECT_EQ(page.records[0].sequence(), 2u);
  EXPECT_TRUE(page.more);
  ASSERT_OK_AND_ASSIGN(page, ledger_->Read(5, 3));
  EXPECT_THAT(page.records, IsEmpty());
  EXPECT_FALSE(page.more);
}

}  // namespace
}  // namespace klad::audit
