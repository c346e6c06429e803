// The ledger's chain: its records under `l/SEQUENCE`, each linked to the one
// before it (crypto/ledger_chain.h).
#ifndef KLAD_SERVER_AUDIT_CHAIN_H_
#define KLAD_SERVER_AUDIT_CHAIN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/store/store.h"

namespace klad::audit {

// The newest record; sequence 0: there is none yet.
struct ChainHead {
  uint64_t sequence = 0;
  crypto::Digest link;

  // The link is empty at sequence 0.
  trust::v1::Position ToPosition() const;
};

std::string LedgerKey(uint64_t sequence);

// Gives the record its sequence, moves `head` on to it and returns what to
// store.
store::Put Link(trust::v1::LedgerRecord record, ChainHead* head);

// Reads one record and moves `head` on to it. kDataLoss when it is not the
// one that follows `head`.
absl::StatusOr<trust::v1::LedgerRecord> Follow(const store::Entry& entry,
                                               ChainHead* head);

// The record alone, without looking at its link.
absl::StatusOr<trust::v1::LedgerRecord> ReadRecord(const store::Entry& entry);

// As it was hashed, and its link.
absl::StatusOr<std::string> ReadHashed(const store::Entry& entry);
absl::StatusOr<std::string> ReadLink(const store::Entry& entry);

// The head as the store has it, found in about forty reads. Trusts the
// records in between.
absl::StatusOr<ChainHead> FindHead(store::Store* store);

// Walks all records and returns the head; kDataLoss names the first break.
absl::StatusOr<ChainHead> VerifyChain(store::Store* store);

}  // namespace klad::audit

#endif  // KLAD_SERVER_AUDIT_CHAIN_H_
