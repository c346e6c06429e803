#include "server/store/sealed_store.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace klad::store {
namespace {

using ::klad::testing::IsOk;
using ::klad::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSecret[] = "the canary in the value";

class SealedStoreTest : public ::testing::Test {
 protected:
  SealedStoreTest() : store_(&inner_, NewKey("1")) {
    EXPECT_OK(store_.Commit({{}, {{"a", kSecret}, {"b", kSecret}}, {}}));
  }
  SealKey NewKey(const std::string& name) {
    return *SealKey::Create(folder_ / name);
  }
  std::string Stored(const std::string& key) { return inner_.Get(key)->value; }
  void Store(const std::string& key, const std::string& value) {
    ASSERT_OK(inner_.Commit({{}, {{key, value}}, {}}));
  }

  testing::TempFolder folder_;
  MemoryStore inner_;
  SealedStore store_;
};

TEST_F(SealedStoreTest, ValueIsNotOnTheDisk) {
  EXPECT_THAT(Stored("a"), Not(HasSubstr("canary")));
  EXPECT_EQ(Stored("a").size(), sizeof kSecret - 1 + 40);
  EXPECT_NE(Stored("a"), Stored("b"));
}

TEST_F(SealedStoreTest, EveryFlippedByteIsRefused) {
  const std::string stored = Stored("a");
  for (size_t i = 0; i < stored.size(); ++i) {
    std::string flipped = stored;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    Store("a", flipped);
    EXPECT_THAT(store_.Get("a"),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("61")));
  }
}

TEST_F(SealedStoreTest, ValueOfAnotherKeyIsRefused) {
  Store("a", Stored("b"));
  EXPECT_THAT(store_.Get("a"), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(store_.List({}, "", 10), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_OK(store_.Get("b"));
}

TEST_F(SealedStoreTest, ShortenedValueIsRefused) {
  const std::string stored = Stored("a");
  for (const size_t size : {size_t{0}, size_t{39}, stored.size() - 1}) {
    Store("a", stored.substr(0, size));
    EXPECT_THAT(store_.Get("a"), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST_F(SealedStoreTest, AnotherSealKeyOpensNothing) {
  SealedStore other(&inner_, NewKey("2"));
  EXPECT_THAT(other.Get("a"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("seal key")));
}

}  // namespace
}  // namespace klad::store
