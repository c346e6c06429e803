// How long it takes to read a long roster.
#ifndef KLAD_TESTS_LOAD_LONG_ROSTER_H_
#define KLAD_TESTS_LOAD_LONG_ROSTER_H_

#include <deque>
#include <string>

#include "absl/status/status.h"
#include "tests/load/company.h"
#include "tests/support/safe_chain.h"

namespace klad::load {

// People come, are given safes, credentials and a role and lose some of it
// again until there are 10,000 entries; keys are renewed as they are due.
// Prints the first replay and a later opening. Machines are made in `folder`.
absl::Status MeasureLongRoster(Company* company,
                               const std::deque<testing::SafeChain>& safes,
                               const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_LONG_ROSTER_H_
