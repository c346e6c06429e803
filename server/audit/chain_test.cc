#include "server/audit/chain.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "klad/store/v1/records.pb.h"
#include "server/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace klad::audit {
namespace {

using ::klad::testing::IsOk;
using ::klad::testing::StatusIs;
using ::testing::HasSubstr;

class ChainTest : public ::testing::Test {
 protected:
  ChainTest() {
    for (int i = 0; i < 5; ++i) Append("honest");
  }
  void Append(const std::string& subject) {
    trust::v1::LedgerRecord record;
    record.set_subject(subject);
    Store(Link(record, &head_));
  }
  void Store(const store::Put& put) {
    ASSERT_OK(store_.Commit({{}, {put}, {}}));
  }
  std::string Stored(uint64_t sequence) {
    return store_.Get(LedgerKey(sequence))->value;
  }

  store::MemoryStore store_;
  ChainHead head_;
};

TEST_F(ChainTest, HonestChainVerifies) {
  ASSERT_OK_AND_ASSIGN(const ChainHead verified, VerifyChain(&store_));
  EXPECT_EQ(verified.sequence, 5u);
  EXPECT_EQ(verified.link, head_.link);
}

TEST_F(ChainTest, HeadIsFoundAtEveryLength) {
  for (uint64_t length = 6; length < 70; ++length) {
    Append("more");
    ASSERT_OK_AND_ASSIGN(const ChainHead found, FindHead(&store_));
    EXPECT_EQ(found.sequence, length);
    EXPECT_EQ(found.link, head_.link);
  }
}

TEST_F(ChainTest, LinkIsAsSpecified) {
  ChainHead head;
  trust::v1::LedgerRecord record;
  record.set_caller("local");
  const store::Put put = Link(record, &head);
  store::v1::LedgerRecordStored stored;
  ASSERT_TRUE(stored.ParseFromString(put.value));
  EXPECT_EQ(absl::BytesToHexString(stored.record()), "08011a056c6f63616c");
  const std::string zeros(32, '\0');
  EXPECT_EQ(
      head.link,
      crypto::Hash(
          "klad1.ledger",
          {zeros, crypto::Hash("klad1.record", {stored.record()}).view()}));
  EXPECT_EQ(put.key, std::string("l/\0\0\0\0\0\0\0\1", 10));
}

TEST_F(ChainTest, MissingRecordIsNamed) {
  ASSERT_OK(store_.Commit({{}, {}, {LedgerKey(3)}}));
  EXPECT_THAT(VerifyChain(&store_), StatusIs(absl::StatusCode::kDataLoss,
                                             HasSubstr("record 3 is missing")));
}

TEST_F(ChainTest, ExchangedRecordsAreNamed) {
  const std::string second = Stored(2);
  Store({LedgerKey(2), Stored(3)});
  Store({LedgerKey(3), second});
  EXPECT_THAT(VerifyChain(&store_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(ChainTest, ChangedRecordIsNamed) {
  store::v1::LedgerRecordStored stored;
  ASSERT_TRUE(stored.ParseFromString(Stored(4)));
  trust::v1::LedgerRecord record;
  ASSERT_TRUE(record.ParseFromString(stored.record()));
  record.set_subject("forged");
  stored.set_record(record.SerializeAsString());
  Store({LedgerKey(4), stored.SerializeAsString()});
  EXPECT_THAT(VerifyChain(&store_),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("record 4 does not link")));
}

TEST_F(ChainTest, ForeignKeyAmongTheRecordsIsNoticed) {
  Store({"l/x", "?"});
  EXPECT_THAT(VerifyChain(&store_), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace klad::audit
