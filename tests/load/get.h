// How long a person waits for `klad get`.
#ifndef KLAD_TESTS_LOAD_GET_H_
#define KLAD_TESTS_LOAD_GET_H_

#include <string>

#include "absl/status/status.h"
#include "tests/load/options.h"

namespace klad::load {

// Prints the median time of the whole process, unlocked, in organisations of
// 200 and of 10,000 credentials. `folder` exists and is empty.
absl::Status MeasureGet(const Options& options, const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_GET_H_
