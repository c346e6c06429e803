// Going on with a server that was restored from a backup: a rollback that an
// owner has to call one, and every person who knows more has to confirm.
#ifndef KLAD_CLIENT_RESTORATION_H_
#define KLAD_CLIENT_RESTORATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/server_log.h"
#include "client/vault.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {

// What the server has lost of what this client knows.
struct Loss {
  struct SafeLoss {
    std::string name;
    uint64_t changes = 0;
  };
  // Entries of the roster in words: "the departure of anna".
  std::vector<std::string> undone = {};
  uint64_t ledger_records = 0;
  std::vector<SafeLoss> safes = {};

  // What there is instead, verified to the last entry and change.
  ServerLog log;
  std::vector<trust::v1::SafeHead> heads =
      {};  // of the safes this member opens
  // The owner's entry that says so; 0: none that is new here.
  uint64_t restored = 0;

  bool nothing() const {
    return undone.empty() && ledger_records == 0 && safes.empty();
  }
};

// Hands the roster entries that the server has lost back to it, as far as their
// keys can be opened here: they prove themselves. Returns how many.
absl::StatusOr<uint64_t> HandBack(Vault* vault);

// Compares the server with what this client remembers; changes nothing. Exit
// kIntegrity when the server shows another past, not merely less of it, and no
// owner says why.
absl::StatusOr<Loss> FindLoss(Vault* vault);

// Forgets what is lost, for a person who has seen it. When no owner has said
// yet that the organisation goes on from there, this member signs it, who must
// be one. The vault still knows keys that are lost: make a new one.
absl::Status AcceptLoss(Vault* vault, Loss loss);

}  // namespace klad::client

#endif  // KLAD_CLIENT_RESTORATION_H_
