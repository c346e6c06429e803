// Walks the departures as an owner's client reads them.
#ifndef KLAD_SERVER_ROTATION_CHECKER_H_
#define KLAD_SERVER_ROTATION_CHECKER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "server/store/store.h"

namespace klad::rotation {

struct Counts {
  uint64_t departures = 0;
  uint64_t rotations = 0;
};

// kDataLoss names the first that is damaged, incomplete, or not signed by
// somebody who might have.
absl::StatusOr<Counts> CheckAll(const std::string& organisation,
                                store::Store* store,
                                const crypto::roster::State& roster);

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_CHECKER_H_
