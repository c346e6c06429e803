// How quickly a large link map is searched, opened, listed and loaded.
#ifndef KLAD_TESTS_LOAD_KNOWLEDGE_H_
#define KLAD_TESTS_LOAD_KNOWLEDGE_H_

#include <string>

#include "absl/status/status.h"
#include "tests/load/options.h"

namespace klad::load {

// Prints: what an index of 100,000 links and 2,000 playbooks of 10 KB costs to
// build; then of a server with so many links the start, search with 64 calls
// in flight, a list page, `klad go` and `klad find` as processes, and the
// import of 10,000 bookmarks. `folder` exists and is empty.
absl::Status MeasureKnowledge(const Options& options,
                              const std::string& folder);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_KNOWLEDGE_H_
