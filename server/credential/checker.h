// Walks everything the feature has stored.
#ifndef KLAD_SERVER_CREDENTIAL_CHECKER_H_
#define KLAD_SERVER_CREDENTIAL_CHECKER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "server/store/store.h"

namespace klad::credential {

struct Counts {
  uint64_t safes = 0;
  uint64_t changes = 0;
  uint64_t credentials = 0;
  uint64_t secrets = 0;
  uint64_t attachments = 0;
};

// Replays the changes of every safe of the roster as a reader would, and
// compares records, parts, files and heads with them; and the two ends of every
// move with each other. kDataLoss names the first
// thing that is wrong. `waits`: a restored backup waits for an owner's word, so
// entries may name heads that it lost.
absl::StatusOr<Counts> CheckAll(const std::string& organisation,
                                store::Store* store,
                                const crypto::roster::State& roster,
                                bool waits = false);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_CHECKER_H_
