// All figures of both servers, in runs that take turns.
#ifndef KLAD_TESTS_LOAD_MEASURE_H_
#define KLAD_TESTS_LOAD_MEASURE_H_

#include <string>

#include "absl/status/status.h"
#include "tests/load/options.h"

namespace klad::load {

// Prints a table to standard output, progress to standard error. `folder`
// exists and is empty.
absl::Status MeasureServers(const Options& options, const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_MEASURE_H_
