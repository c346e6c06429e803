// A state as bytes, so that a later run of the same program on the same
// machine need not replay the roster again.
#ifndef KLAD_CRYPTO_ROSTER_CHECKPOINT_H_
#define KLAD_CRYPTO_ROSTER_CHECKPOINT_H_

#include <istream>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"

namespace klad::crypto::roster {

std::string PackState(const State& state);

// Only for what PackState gave, up to the end, as the caller knows by a seal:
// nothing in it is verified. kDataLoss when it is cut short, too long, or was
// packed by a program whose facts are others: then the roster is replayed.
absl::StatusOr<State> UnpackState(std::istream& in);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_CHECKPOINT_H_
