// What store.h promises, on every engine.
#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/store.h"
#include "tests/contract/engines.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using store::Page;
using store::Range;
using store::Revision;
using store::Transaction;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ContractTest : public ::testing::TestWithParam<std::string> {
 protected:
  absl::StatusOr<Revision> Put(const std::string& key,
                               const std::string& value) {
    return store()->Commit({{}, {{key, value}}, {}});
  }
  std::vector<std::string> Keys(const Page& page) {
    std::vector<std::string> keys;
    for (const auto& entry : page.entries) keys.push_back(entry.key);
    return keys;
  }
  store::Store* store() { return engine_->store(); }

  std::unique_ptr<Engine> engine_ = MakeEngine(GetParam());
};

TEST_P(ContractTest, AbsentKeyIsNotFound) {
  EXPECT_THAT(store()->Get("a"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(store()->RevisionOf("a"), IsOkAndHolds(0u));
}

TEST_P(ContractTest, PutIsReadBackWithItsRevision) {
  ASSERT_OK_AND_ASSIGN(const Revision revision, Put("a", "1"));
  EXPECT_GT(revision, 0u);
  ASSERT_OK_AND_ASSIGN(const store::Entry entry, store()->Get("a"));
  EXPECT_EQ(entry.key, "a");
  EXPECT_EQ(entry.value, "1");
  EXPECT_EQ(entry.revision, revision);
  EXPECT_THAT(store()->RevisionOf("a"), IsOkAndHolds(revision));
}

TEST_P(ContractTest, BytesOfEveryKindComeBack) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  ASSERT_OK(Put(all, all + all));
  ASSERT_OK(Put(std::string(1, '\0'), ""));
  ASSERT_OK_AND_ASSIGN(store::Entry entry, store()->Get(all));
  EXPECT_EQ(entry.value, all + all);
  ASSERT_OK_AND_ASSIGN(const Page page, store()->List({}, "", 10));
  EXPECT_THAT(Keys(page), ElementsAre(std::string(1, '\0'), all));
}

TEST_P(ContractTest, RevisionsRise) {
  ASSERT_OK_AND_ASSIGN(const Revision first, Put("a", "1"));
  ASSERT_OK_AND_ASSIGN(const Revision second,
                       store()->Commit({{}, {}, {"no such key"}}));
  ASSERT_OK_AND_ASSIGN(const Revision third, Put("b", "2"));
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_THAT(store()->RevisionOf("a"), IsOkAndHolds(first));
}

TEST_P(ContractTest, RevisionsRiseAcrossAReopen) {
  ASSERT_OK_AND_ASSIGN(const Revision first, Put("a", "1"));
  ASSERT_OK_AND_ASSIGN(const Revision second, store()->Commit({{}, {}, {"a"}}));
  engine_->Reopen();
  ASSERT_OK_AND_ASSIGN(const Revision third, Put("a", "2"));
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST_P(ContractTest, FailedExpectationChangesNothing) {
  ASSERT_OK_AND_ASSIGN(const Revision revision, Put("a", "1"));
  EXPECT_THAT(store()->Commit({{{"a", revision + 1}}, {{"b", "2"}}, {"a"}}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(store()->Commit({{{"a", 0}}, {{"b", "2"}}, {}}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(store()->Commit({{{"c", revision}}, {{"b", "2"}}, {}}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(store()->RevisionOf("a"), IsOkAndHolds(revision));
  EXPECT_THAT(store()->RevisionOf("b"), IsOkAndHolds(0u));
}

TEST_P(ContractTest, ExpectationsThatHoldCommit) {
  ASSERT_OK_AND_ASSIGN(const Revision first, Put("a", "1"));
  ASSERT_OK_AND_ASSIGN(
      const Revision second,
      store()->Commit({{{"a", first}, {"b", 0}}, {{"b", "2"}}, {"a"}}));
  EXPECT_THAT(store()->RevisionOf("a"), IsOkAndHolds(0u));
  EXPECT_THAT(store()->RevisionOf("b"), IsOkAndHolds(second));
}

TEST_P(ContractTest, ListIsOrderedStrictlyAfterAndLimited) {
  for (const char* key : {"b", "a", "c/2", "c/1", "d"}) ASSERT_OK(Put(key, ""));
  ASSERT_OK_AND_ASSIGN(Page page, store()->List({"a", "d"}, "", 2));
  EXPECT_THAT(Keys(page), ElementsAre("a", "b"));
  EXPECT_TRUE(page.more);
  ASSERT_OK_AND_ASSIGN(page, store()->List({"a", "d"}, "b", 2));
  EXPECT_THAT(Keys(page), ElementsAre("c/1", "c/2"));
  EXPECT_FALSE(page.more);
  ASSERT_OK_AND_ASSIGN(page, store()->List({"a", "d"}, "c/2", 2));
  EXPECT_THAT(page.entries, IsEmpty());
  ASSERT_OK_AND_ASSIGN(page, store()->List(Range::Prefix("c/"), "", 10));
  EXPECT_THAT(Keys(page), ElementsAre("c/1", "c/2"));
  ASSERT_OK_AND_ASSIGN(page, store()->List({"c", ""}, "a", 10));
  EXPECT_THAT(Keys(page), ElementsAre("c/1", "c/2", "d"));
}

TEST_P(ContractTest, PageEndsWhenItIsBig) {
  const std::string value(store::kMaxValueBytes, 'v');
  for (int i = 10; i < 30; ++i) ASSERT_OK(Put(absl::StrCat(i), value));
  ASSERT_OK_AND_ASSIGN(const Page page, store()->List({}, "", 1000));
  EXPECT_THAT(page.entries, SizeIs(16));
  EXPECT_TRUE(page.more);
}

TEST_P(ContractTest, PageOfNoneOrTooManyIsRefused) {
  EXPECT_THAT(store()->List({}, "", 0),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(store()->List({}, "", 1001),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(ContractTest, LimitsHoldAndWhatFitsIsTaken) {
  const std::string long_key(store::kMaxKeyBytes, 'k');
  const std::string big(store::kMaxValueBytes, 'v');
  EXPECT_OK(Put(long_key, big));
  EXPECT_THAT(store()->Get(long_key), IsOk());
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Put(long_key + "k", ""), refused);
  EXPECT_THAT(Put("", "v"), refused);
  EXPECT_THAT(Put("k", big + "v"), refused);
  EXPECT_THAT(store()->Get(""), refused);
  EXPECT_THAT(store()->RevisionOf(long_key + "k"), refused);
  EXPECT_THAT(store()->Commit({}), refused);
  EXPECT_THAT(store()->Commit({{{"k", 0}}, {}, {}}), refused);
}

TEST_P(ContractTest, TransactionOfTheLargestSizeIsTaken) {
  Transaction transaction;
  for (int i = 0; i < 128; ++i) {
    transaction.expects.push_back({absl::StrCat("e", i), 0});
    transaction.puts.push_back({absl::StrCat("p", i), std::string(8000, 'v')});
  }
  EXPECT_OK(store()->Commit(transaction));
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  Transaction more = transaction;
  more.deletes.push_back("d");
  EXPECT_THAT(store()->Commit(more), refused);
  more = transaction;
  more.expects.push_back({"e", 0});
  EXPECT_THAT(store()->Commit(more), refused);
  more = transaction;
  more.puts[0].value.resize(64 << 10);
  EXPECT_THAT(store()->Commit(more), refused);
}

TEST_P(ContractTest, KeyNamedTwiceIsRefused) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(store()->Commit({{}, {{"a", "1"}, {"a", "2"}}, {}}), refused);
  EXPECT_THAT(store()->Commit({{}, {{"a", "1"}}, {"a"}}), refused);
  EXPECT_THAT(store()->Commit({{{"b", 0}, {"b", 0}}, {{"a", "1"}}, {}}),
              refused);
}

TEST_P(ContractTest, GroupMayBeLarger) {
  Transaction transaction;
  for (int i = 0; i < 4096; ++i) {
    transaction.puts.push_back({absl::StrCat("p", i), "v"});
  }
  EXPECT_THAT(store()->Commit(transaction),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(store()->CommitGroup(transaction));
  transaction.deletes.push_back("d");
  EXPECT_THAT(store()->CommitGroup(transaction),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_P(ContractTest, OneOfManyRacersWins) {
  constexpr int kThreads = 16;
  constexpr int kRounds = 20;
  std::atomic<int> won = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int round = 0; round < kRounds; ++round) {
        const std::string key = absl::StrCat("race", round);
        auto revision = store()->Commit({{{key, 0}}, {{key, "mine"}}, {}});
        if (revision.ok()) ++won;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, kRounds);
}

TEST_P(ContractTest, ReadersSeeTransactionsWholly) {
  ASSERT_OK(store()->Commit({{}, {{"x", "0"}, {"y", "0"}}, {}}));
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 1; i <= 200; ++i) {
      const std::string value = absl::StrCat(i);
      EXPECT_OK(store()->Commit({{}, {{"x", value}, {"y", value}}, {}}));
    }
    stop = true;
  });
  while (!stop) {
    const auto page = store()->List({}, "", 10);
    EXPECT_OK(page);
    if (!page.ok()) break;
    EXPECT_EQ(page->entries[0].value, page->entries[1].value);
    EXPECT_EQ(page->entries[0].revision, page->entries[1].revision);
  }
  writer.join();
}

INSTANTIATE_TEST_SUITE_P(Engines, ContractTest,
                         ::testing::ValuesIn(EngineNames()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace klad::testing
