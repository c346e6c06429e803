// How long it takes to let somebody go, and to read a long roster.
#ifndef KLAD_TESTS_LOAD_LEAVE_H_
#define KLAD_TESTS_LOAD_LEAVE_H_

#include <string>

#include "absl/status/status.h"
#include "tests/load/options.h"

namespace klad::load {

// One of 200 members leaves an organisation of 10,000 credentials in 50 safes,
// 40 of them granted to the leaver, 500 revealed; then its roster grows: see
// long_roster.h. Prints a line for each figure.
absl::Status MeasureLeaving(const Options& options, const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_LEAVE_H_
