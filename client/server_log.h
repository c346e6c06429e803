// The roster as a server shows it, from the first entry on and whatever this
// client knows: what a newcomer replays, and what a rollback is judged by.
#ifndef KLAD_CLIENT_SERVER_LOG_H_
#define KLAD_CLIENT_SERVER_LOG_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/session.h"
#include "crypto/digest.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

struct ServerLog {
  std::vector<trust::v1::Signed> entries;
  crypto::roster::State roster;  // replayed from them, signatures and all
  trust::v1::LedgerHead ledger;  // signed by the key that the roster names
  bool restored = false;  // it says that a backup waits for an owner's word
};

// Exit kIntegrity when what it shows is not valid, or of another founding.
absl::StatusOr<ServerLog> FetchLog(
    Session* session, absl::string_view organisation,
    const std::optional<crypto::Digest>& founding);

// How many entries the log begins with that are known.
uint64_t SharedEntries(const ServerLog& log,
                       const std::vector<trust::v1::Signed>& known);

// The position of the newest `restored` in the log that is not known, if it
// explains why the log is behind or beside what is known; 0 if none does. Where
// the log leaves what is known, it must do so with that very entry, by somebody
// who is an owner as far as is known: `roster`, replayed from `known`, or null.
uint64_t UnknownRestored(const ServerLog& log,
                         const std::vector<trust::v1::Signed>& known,
                         const crypto::roster::State* roster);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SERVER_LOG_H_
