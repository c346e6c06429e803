#include "server/audit/group.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"

namespace klad::audit {
namespace {

// Key, link, sequence, time and the tags of one record.
constexpr size_t kRecordOverhead = 96;

absl::Status CheckExpect(store::Store* store, const store::Expect& expect) {
  ASSIGN_OR_RETURN(const store::Revision revision,
                   store->RevisionOf(expect.key));
  if (revision == expect.revision) return absl::OkStatus();
  return absl::AbortedError(
      absl::StrCat("key ", Hex(expect.key), " was changed meanwhile"));
}

}  // namespace

size_t StoredBytes(const Records& records) {
  size_t bytes = 0;
  for (const auto& record : records) {
    bytes += record.ByteSizeLong() + kRecordOverhead;
  }
  return bytes;
}

Group::Group(store::Store* store, const ChainHead& head, int64_t now_ms)
    : store_(store),
      limits_(store->group_limits()),
      now_ms_(now_ms),
      before_(head.sequence),
      head_(head) {}

bool Group::Fits(const store::Transaction& transaction,
                 const Records& records) const {
  // One expectation is the group's own, on its first record.
  if (batch_.expects.size() + transaction.expects.size() >= limits_.expects ||
      batch_.mutations() + transaction.mutations() + records.size() >
          limits_.mutations ||
      bytes_ + transaction.bytes() + StoredBytes(records) > limits_.bytes) {
    return false;
  }
  const auto writes = [this](const auto& named) { return Writes(named.key); };
  return std::none_of(transaction.expects.begin(), transaction.expects.end(),
                      writes) &&
         std::none_of(transaction.puts.begin(), transaction.puts.end(),
                      writes) &&
         std::none_of(transaction.deletes.begin(), transaction.deletes.end(),
                      [this](const std::string& key) { return Writes(key); });
}

absl::Status Group::Add(store::Transaction transaction, Records records) {
  for (const store::Expect& expect : transaction.expects) {
    RETURN_IF_ERROR(CheckExpect(store_, expect));
  }
  bytes_ += transaction.bytes() + StoredBytes(records);
  for (store::Expect& expect : transaction.expects) Expect(std::move(expect));
  for (store::Put& put : transaction.puts) AddPut(std::move(put));
  for (std::string& key : transaction.deletes) {
    written_.insert(key);
    batch_.deletes.push_back(std::move(key));
  }
  for (auto& record : records) AddRecord(std::move(record));
  return absl::OkStatus();
}

void Group::Expect(store::Expect expect) {
  if (expected_.insert(expect.key).second) {
    batch_.expects.push_back(std::move(expect));
  }
}

void Group::AddPut(store::Put put) {
  written_.insert(put.key);
  batch_.puts.push_back(std::move(put));
}

void Group::AddRecord(trust::v1::LedgerRecord record) {
  record.set_time_ms(now_ms_);
  const bool first = head_.sequence == before_;
  store::Put put = Link(std::move(record), &head_);
  // Records are only ever added: never write over one.
  if (first) Expect({put.key, 0});
  batch_.puts.push_back(std::move(put));
}

absl::StatusOr<store::Revision> Group::Commit() {
  if (batch_.mutations() == 0) return store::Revision{0};
  return store_->CommitGroup(std::move(batch_));
}

}  // namespace klad::audit
