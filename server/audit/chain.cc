#include "server/audit/chain.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/ledger_chain.h"
#include "klad/store/v1/records.pb.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::audit {
namespace {

absl::Status Broken(uint64_t sequence, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("ledger record ", sequence, " ", what));
}

absl::StatusOr<bool> Exists(store::Store* store, uint64_t sequence) {
  ASSIGN_OR_RETURN(const store::Revision revision,
                   store->RevisionOf(LedgerKey(sequence)));
  return revision != 0;
}

// The newest sequence by doubling and halving: records have no gaps.
absl::StatusOr<uint64_t> FindSequence(store::Store* store) {
  uint64_t step = 1;
  for (;; step *= 2) {
    ASSIGN_OR_RETURN(const bool exists, Exists(store, step));
    if (!exists) break;
  }
  uint64_t newest = 0;
  for (; step > 0; step /= 2) {
    ASSIGN_OR_RETURN(const bool exists, Exists(store, newest + step));
    if (exists) newest += step;
  }
  return newest;
}

}  // namespace

trust::v1::Position ChainHead::ToPosition() const {
  trust::v1::Position position;
  if (sequence == 0) return position;
  position.set_sequence(sequence);
  position.set_link(link.str());
  return position;
}

std::string LedgerKey(uint64_t sequence) {
  return absl::StrCat(store::kLedgerPrefix, BigEndian(sequence));
}

store::Put Link(trust::v1::LedgerRecord record, ChainHead* head) {
  record.set_sequence(++head->sequence);
  store::v1::LedgerRecordStored stored;
  record.SerializeToString(stored.mutable_record());
  head->link = crypto::NextLedgerLink(head->link, stored.record());
  stored.set_link(head->link.str());
  return {LedgerKey(head->sequence), stored.SerializeAsString()};
}

absl::StatusOr<trust::v1::LedgerRecord> ReadRecord(const store::Entry& entry) {
  store::v1::LedgerRecordStored stored;
  trust::v1::LedgerRecord record;
  if (stored.ParseFromString(entry.value) &&
      record.ParseFromString(stored.record()) &&
      entry.key == LedgerKey(record.sequence())) {
    return record;
  }
  return absl::DataLossError(
      absl::StrCat("ledger record ", Hex(entry.key), " cannot be read"));
}

absl::StatusOr<std::string> ReadHashed(const store::Entry& entry) {
  store::v1::LedgerRecordStored stored;
  if (stored.ParseFromString(entry.value)) {
    return std::move(*stored.mutable_record());
  }
  return absl::DataLossError(
      absl::StrCat("ledger record ", Hex(entry.key), " cannot be read"));
}

absl::StatusOr<std::string> ReadLink(const store::Entry& entry) {
  store::v1::LedgerRecordStored stored;
  if (stored.ParseFromString(entry.value)) {
    return std::move(*stored.mutable_link());
  }
  return absl::DataLossError(
      absl::StrCat("ledger record ", Hex(entry.key), " cannot be read"));
}

absl::StatusOr<trust::v1::LedgerRecord> Follow(const store::Entry& entry,
                                               ChainHead* head) {
  const uint64_t sequence = head->sequence + 1;
  if (entry.key != LedgerKey(sequence)) return Broken(sequence, "is missing");
  ASSIGN_OR_RETURN(trust::v1::LedgerRecord record, ReadRecord(entry));
  store::v1::LedgerRecordStored stored;
  stored.ParseFromString(entry.value);
  const crypto::Digest link =
      crypto::NextLedgerLink(head->link, stored.record());
  if (stored.link() != link.view()) return Broken(sequence, "does not link");
  *head = {sequence, link};
  return record;
}

absl::StatusOr<ChainHead> FindHead(store::Store* store) {
  ChainHead head;
  ASSIGN_OR_RETURN(head.sequence, FindSequence(store));
  if (head.sequence == 0) return head;
  ASSIGN_OR_RETURN(const store::Entry entry,
                   store->Get(LedgerKey(head.sequence)));
  store::v1::LedgerRecordStored stored;
  if (!stored.ParseFromString(entry.value)) {
    return Broken(head.sequence, "cannot be read");
  }
  ASSIGN_OR_RETURN(head.link, crypto::Digest::From(stored.link()));
  return head;
}

absl::StatusOr<ChainHead> VerifyChain(store::Store* store) {
  const store::Range all = store::Range::Prefix(store::kLedgerPrefix);
  ChainHead head;
  store::Page page;
  std::string after;
  do {
    ASSIGN_OR_RETURN(page, store->List(all, after, store::kMaxPageEntries));
    for (const store::Entry& entry : page.entries) {
      RETURN_IF_ERROR(Follow(entry, &head).status());
      after = entry.key;
    }
  } while (page.more);
  return head;
}

}  // namespace klad::audit
