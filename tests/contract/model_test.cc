// The same seeded operation log gives the same answers on every engine, and
// they are those of a std::map.
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/store/store.h"
#include "tests/contract/engines.h"
#include "tests/support/status_matchers.h"

namespace klad::testing {
namespace {

using store::Revision;
using store::Transaction;

struct Known {
  std::string value;
  Revision revision;
};

class Model {
 public:
  explicit Model(unsigned seed) : random_(seed) {}

  void Step(store::Store* store) {
    switch (Pick(4)) {
      case 0:
        return CheckGet(store);
      case 1:
        return CheckList(store);
      default:
        return CheckCommit(store);
    }
  }

  void CheckAll(store::Store* store) {
    std::string after;
    auto it = map_.begin();
    store::Page page;
    do {
      ASSERT_OK_AND_ASSIGN(page, store->List({}, after, 7));
      for (const store::Entry& entry : page.entries) {
        ASSERT_NE(it, map_.end());
        ExpectEntry(*it++, entry);
        after = entry.key;
      }
    } while (page.more);
    EXPECT_EQ(it, map_.end());
  }

 private:
  using Map = std::map<std::string, Known>;

  size_t Pick(size_t below) {
    return std::uniform_int_distribution<size_t>(0, below - 1)(random_);
  }
  std::string Key() { return absl::StrCat("k", Pick(40)); }

  static void ExpectEntry(const Map::value_type& known,
                          const store::Entry& entry) {
    EXPECT_EQ(entry.key, known.first);
    EXPECT_EQ(entry.value, known.second.value);
    EXPECT_EQ(entry.revision, known.second.revision);
  }

  void CheckGet(store::Store* store) {
    const std::string key = Key();
    const auto entry = store->Get(key);
    const auto it = map_.find(key);
    if (it == map_.end()) {
      EXPECT_THAT(entry, StatusIs(absl::StatusCode::kNotFound));
      return;
    }
    ASSERT_OK(entry);
    ExpectEntry(*it, *entry);
  }

  void CheckList(store::Store* store) {
    const store::Range range{Key(), Key()};
    const std::string after = Pick(2) == 0 ? "" : Key();
    const size_t limit = 1 + Pick(8);
    ASSERT_OK_AND_ASSIGN(const store::Page page,
                         store->List(range, after, limit));
    auto it = after < range.begin ? map_.lower_bound(range.begin)
                                  : map_.upper_bound(after);
    for (const store::Entry& entry : page.entries) {
      ASSERT_NE(it, map_.end());
      ExpectEntry(*it++, entry);
    }
    const bool rest = it != map_.end() && it->first < range.end;
    EXPECT_EQ(page.more, rest);
    if (rest) {
      EXPECT_EQ(page.entries.size(), limit);
    }
  }

  Transaction RandomTransaction() {
    Transaction transaction;
    std::map<std::string, bool> seen;
    for (size_t i = 0; i < 1 + Pick(5); ++i) {
      const std::string key = Key();
      if (!seen.emplace(key, true).second) continue;
      if (Pick(3) == 0) {
        transaction.deletes.push_back(key);
      } else {
        transaction.puts.push_back({key, std::string(Pick(3000), 'v')});
      }
    }
    if (Pick(2) == 0) {
      const std::string key = Key();
      const Revision right = map_.count(key) != 0 ? map_[key].revision : 0;
      transaction.expects.push_back({key, Pick(3) == 0 ? right + 1 : right});
    }
    return transaction;
  }

  bool Holds(const Transaction& transaction) {
    for (const store::Expect& expect : transaction.expects) {
      const auto it = map_.find(expect.key);
      const Revision now = it == map_.end() ? 0 : it->second.revision;
      if (now != expect.revision) return false;
    }
    return true;
  }

  void CheckCommit(store::Store* store) {
    const Transaction transaction = RandomTransaction();
    const auto revision = store->Commit(transaction);
    if (!Holds(transaction)) {
      EXPECT_THAT(revision, StatusIs(absl::StatusCode::kAborted));
      return;
    }
    ASSERT_OK(revision);
    EXPECT_GT(*revision, newest_);
    newest_ = *revision;
    for (const auto& put : transaction.puts) {
      map_[put.key] = {put.value, newest_};
    }
    for (const auto& key : transaction.deletes) map_.erase(key);
  }

  std::mt19937 random_;
  Map map_;
  Revision newest_ = 0;
};

class ModelTest : public ::testing::TestWithParam<std::string> {};

TEST_P(ModelTest, SeededLogGivesTheModelsAnswers) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    const auto engine = MakeEngine(GetParam());
    Model model(seed);
    for (int step = 0; step < 600 && !HasFatalFailure(); ++step) {
      if (step % 150 == 149) engine->Reopen();
      model.Step(engine->store());
    }
    model.CheckAll(engine->store());
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, ModelTest, ::testing::ValuesIn(EngineNames()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace klad::testing
