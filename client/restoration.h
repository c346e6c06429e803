// Going on with a server that was restored from a backup: a rollback that an
// owner has to call one.
#ifndef KLAD_CLIENT_RESTORATION_H_
#define KLAD_CLIENT_RESTORATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/vault.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {

// What the server has lost of what this client knows.
struct Loss {
  struct SafeLoss {
    std::string safe;
    uint64_t changes = 0;
  };
  uint64_t roster_entries = 0;
  uint64_t ledger_records = 0;
  std::vector<SafeLoss> safes;
  // Where the server's safes stand now: every change of them was verified.
  std::vector<trust::v1::SafeHead> heads;

  bool nothing() const {
    return roster_entries == 0 && ledger_records == 0 && safes.empty();
  }
};

// Compares the server with what this client remembers; changes nothing. Exit
// kIntegrity when the server shows another past, not merely less of it.
absl::StatusOr<Loss> FindLoss(Vault* vault);

// By an owner: hands back the roster entries that the server has lost, signs
// that the organisation goes on from here, and forgets the lost heads.
absl::Status AcceptLoss(Vault* vault, const Loss& loss);

}  // namespace klad::client

#endif  // KLAD_CLIENT_RESTORATION_H_
