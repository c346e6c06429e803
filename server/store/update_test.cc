#include "server/store/update.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace klad::store {
namespace {

using ::klad::testing::IsOk;
using ::klad::testing::IsOkAndHolds;
using ::klad::testing::StatusIs;

absl::StatusOr<Transaction> CountUp(Store* store) {
  const auto entry = store->Get("n");
  int n = 0;
  if (entry.ok() && !absl::SimpleAtoi(entry->value, &n)) {
    return absl::DataLossError("not a number");
  }
  const Revision revision = entry.ok() ? entry->revision : 0;
  return Transaction{{{"n", revision}}, {{"n", absl::StrCat(n + 1)}}, {}};
}

TEST(UpdateTest, NoCountIsLostAmongRacers) {
  MemoryStore store;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&store] {
      for (int i = 0; i < 100;) {
        i += Update([&] { return CountUp(&store); },
                    [&](Transaction tx) { return store.Commit(tx); })
                 .ok();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store.Get("n")->value, "400");
}

TEST(UpdateTest, GivesUpAfterItsTries) {
  int decided = 0;
  EXPECT_THAT(Update([&]() -> absl::StatusOr<int> { return ++decided; },
                     [](int) -> absl::StatusOr<Revision> {
                       return absl::AbortedError("lost");
                     }),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(decided, kUpdateTries);
}

TEST(UpdateTest, RefusalByTheDecisionIsTheAnswer) {
  int committed = 0;
  const auto commit = [&](int) -> absl::StatusOr<int> { return ++committed; };
  EXPECT_THAT(Update(
                  []() -> absl::StatusOr<int> {
                    return absl::AbortedError("the safe moved");
                  },
                  commit),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(committed, 0);
  EXPECT_THAT(Update([]() -> absl::StatusOr<int> { return 1; }, commit),
              IsOkAndHolds(1));
}

TEST(UpdateTest, UnavailableIsNotTriedAgain) {
  int committed = 0;
  EXPECT_THAT(Update([]() -> absl::StatusOr<int> { return 1; },
                     [&](int) -> absl::StatusOr<int> {
                       ++committed;
                       return absl::UnavailableError("may have happened");
                     }),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(committed, 1);
}

}  // namespace
}  // namespace klad::store
