// Compares the stored envelopes with those that the roster says were made: a
// key whose envelope is lost is lost for its recipient.
#ifndef KLAD_SERVER_ROSTER_CHECKER_H_
#define KLAD_SERVER_ROSTER_CHECKER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "server/store/store.h"

namespace klad::roster {

// How many there are, of every epoch of roles and the newest of safes.
// kDataLoss names the first key of which one is missing or damaged. What they
// seal, only their recipients can tell.
absl::StatusOr<uint64_t> CheckEnvelopes(store::Store* store,
                                        const crypto::roster::State& roster);

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_CHECKER_H_
