#include "server/app/stored_safe_heads.h"

#include "crypto/digest.h"
#include "gtest/gtest.h"
#include "klad/store/v1/records.pb.h"
#include "server/credential/keys.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace klad::app {
namespace {

const std::string kSafe(16, 's');

class StoredSafeHeadsTest : public ::testing::Test {
 protected:
  void Put(const std::string& value) {
    ASSERT_OK(store_.Commit({{}, {{credential::HeadKey(kSafe), value}}, {}})
                  .status());
  }

  store::MemoryStore store_;
  const StoredSafeHeads heads_{&store_};
};

TEST_F(StoredSafeHeadsTest, SafeWithoutAChangeHasNoHeadYet) {
  ASSERT_OK_AND_ASSIGN(const auto head, heads_.HeadOf(kSafe));
  EXPECT_EQ(head.position.sequence(), 0u);
  EXPECT_EQ(head.root, crypto::Digest().view());
  // Nobody may have made the first change until the commit.
  EXPECT_EQ(head.expect.key, credential::HeadKey(kSafe));
  EXPECT_EQ(head.expect.revision, 0u);
}

TEST_F(StoredSafeHeadsTest, HeadIsTheOneOfTheNewestChange) {
  Put("an earlier one");
  store::v1::SafeHeadRecord record;
  record.mutable_head()->set_sequence(3);
  record.mutable_head()->set_link(std::string(32, 'l'));
  record.set_root(std::string(32, 'r'));
  Put(record.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto head, heads_.HeadOf(kSafe));
  EXPECT_EQ(head.position.sequence(), 3u);
  EXPECT_EQ(head.position.link(), std::string(32, 'l'));
  EXPECT_EQ(head.root, std::string(32, 'r'));
  EXPECT_EQ(head.expect.revision,
            *store_.RevisionOf(credential::HeadKey(kSafe)));
}

TEST_F(StoredSafeHeadsTest, DamagedHeadIsNone) {
  Put("\xff\xff");
  EXPECT_EQ(heads_.HeadOf(kSafe).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace klad::app
