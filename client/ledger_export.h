// A ledger in a file: the records as they were hashed, the head that the
// server signed, and the roster, whose keys say who signed what.
//
//   "klad-ledger-1\n", then LedgerExportItem after LedgerExportItem, each
//   behind its size (4 bytes, big endian)
#ifndef KLAD_CLIENT_LEDGER_EXPORT_H_
#define KLAD_CLIENT_LEDGER_EXPORT_H_

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::client {

struct ExportedLedger {
  std::string organisation;
  trust::v1::LedgerHead head;
  uint64_t exposures = 0;       // signed by their members, each verified
  uint64_t roster_entries = 0;  // replayed, signatures and all
  trust::v1::Position roster;
};

// The whole ledger, proven while it is written (client/ledger_log.h). `write`
// gets the file's bytes, piece by piece.
absl::StatusOr<ExportedLedger> ExportLedger(
    Account* account, absl::FunctionRef<absl::Status(absl::string_view)> write);

// What is known besides the file.
struct LedgerJudge {
  // The keys whose signature on the head is believed.
  std::vector<std::string> audit_keys;
  // Null, or a verified roster: that of the file must be a part of it.
  const crypto::roster::State* roster = nullptr;
  // A head that is remembered; sequence 0: none.
  trust::v1::Position known;
};

// Exit kIntegrity with the number of the first record that is cut out, changed
// or moved, or whose exposure its member has not signed; or when the head is
// not signed by one of the keys. kUsage for another file.
absl::StatusOr<ExportedLedger> VerifyLedger(std::istream& in,
                                            const LedgerJudge& judge);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LEDGER_EXPORT_H_
