#include "crypto/ledger_chain.h"

#include "crypto/base/status_macros.h"
#include "crypto/strict.h"

namespace klad::crypto {

Digest NextLedgerLink(const Digest& before, absl::string_view record) {
  const Digest digest = Hash(kRecordDomain, {record});
  return Hash(kLedgerDomain, {before.view(), digest.view()});
}

absl::StatusOr<trust::v1::LedgerRecord> FollowLedger(
    absl::string_view record, trust::v1::Position* head) {
  trust::v1::LedgerRecord parsed;
  RETURN_IF_ERROR(ParseStrict(record, &parsed));
  if (parsed.sequence() != head->sequence() + 1) {
    return absl::DataLossError("a ledger record is out of its place");
  }
  Digest before;
  if (head->sequence() > 0) {
    ASSIGN_OR_RETURN(before, Digest::From(head->link()));
  }
  head->set_sequence(parsed.sequence());
  head->set_link(NextLedgerLink(before, record).str());
  return parsed;
}

}  // namespace klad::crypto
