// One batch of the commit queue in the making.
#ifndef KLAD_SERVER_AUDIT_GROUP_H_
#define KLAD_SERVER_AUDIT_GROUP_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/audit/chain.h"
#include "server/store/store.h"

namespace klad::audit {

using Records = std::vector<trust::v1::LedgerRecord>;

// What the records take in a batch, a little too much.
size_t StoredBytes(const Records& records);

// For one thread.
class Group {
 public:
  // The records added follow `head` and carry `now_ms`.
  Group(store::Store* store, const ChainHead& head, int64_t now_ms);

  // Whether a transaction may come in. One that touches a key that the group
  // writes waits for the next: so it is checked against what is durable, and
  // a revision names one write of a key.
  bool Fits(const store::Transaction& transaction,
            const Records& records) const;

  // Checks the expectations against the store and takes the transaction in.
  // kAborted, or the store's error: it stays out.
  absl::Status Add(store::Transaction transaction, Records records);

  // Where the chain stands after what was added.
  const ChainHead& head() const { return head_; }

  // Once. An empty group commits nothing and answers 0.
  absl::StatusOr<store::Revision> Commit();

 private:
  bool Writes(absl::string_view key) const { return written_.contains(key); }
  void Expect(store::Expect expect);
  void AddPut(store::Put put);
  void AddRecord(trust::v1::LedgerRecord record);

  store::Store* const store_;
  const store::Limits limits_;
  const int64_t now_ms_;
  const uint64_t before_;
  ChainHead head_;
  store::Transaction batch_;
  size_t bytes_ = 0;
  absl::flat_hash_set<std::string> written_;
  absl::flat_hash_set<std::string> expected_;
};

}  // namespace klad::audit

#endif  // KLAD_SERVER_AUDIT_GROUP_H_
