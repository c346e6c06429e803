// How the records of a ledger are linked:
//
//   link n = H(klad1.ledger, link n-1 || H(klad1.record, record n))
//
// where record n is the LedgerRecord as it was serialized when it was written
// and link 0 is 32 zero bytes.
#ifndef KLAD_CRYPTO_LEDGER_CHAIN_H_
#define KLAD_CRYPTO_LEDGER_CHAIN_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::crypto {

Digest NextLedgerLink(const Digest& before, absl::string_view record);

// Reads the record behind `head` and moves the head on to it. kDataLoss when
// it is none, or names another place; then the head stays.
absl::StatusOr<trust::v1::LedgerRecord> FollowLedger(absl::string_view record,
                                                     trust::v1::Position* head);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_LEDGER_CHAIN_H_
