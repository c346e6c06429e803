// How long a person waits for klad over ten thousand credentials, and what an
// import costs.
#ifndef KLAD_TESTS_LOAD_CLIENT_H_
#define KLAD_TESTS_LOAD_CLIENT_H_

#include <string>

#include "absl/status/status.h"
#include "tests/load/options.h"

namespace klad::load {

// Prints times of whole processes, unlocked, in one safe of 10,000: list, find,
// health, get; and of imports of 10,000 and of 100,000 rows, with their memory.
// `folder` exists and is empty.
absl::Status MeasureClient(const Options& options, const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_CLIENT_H_
