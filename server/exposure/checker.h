// Compares the exposures, under both their keys, with the ledger.
#ifndef KLAD_SERVER_EXPOSURE_CHECKER_H_
#define KLAD_SERVER_EXPOSURE_CHECKER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "server/store/store.h"

namespace klad::exposure {

// How many there are. kDataLoss names the first that is missing, not in the
// ledger, different from it, or not signed by its member. That a write is what
// the change of its safe says is checked with the changes
// (server/credential/checker.h).
absl::StatusOr<uint64_t> CheckAll(const std::string& organisation,
                                  store::Store* store,
                                  const crypto::roster::State& roster);

}  // namespace klad::exposure

#endif  // KLAD_SERVER_EXPOSURE_CHECKER_H_
