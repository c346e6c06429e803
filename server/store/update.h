// Read, decide, commit; again when somebody else was faster.
//
//   auto committed = store::Update(
//       [&]() -> absl::StatusOr<Decision> { read the store, decide },
//       [&](Decision d) { return ledger->Commit(...); });
//
// `decide` must read anew each time and expect what it relied on. Only
// kAborted of `commit` is tried again; an error of `decide` is the answer.
// Each try waits longer than the one before, from 0.1 to 8 ms, and blocks: what
// is decided by is often brought up to date only after its commit.
#ifndef KLAD_SERVER_STORE_UPDATE_H_
#define KLAD_SERVER_STORE_UPDATE_H_

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/status/status.h"

namespace klad::store {

inline constexpr int kUpdateTries = 16;

// Returns what `commit` answers, an absl::StatusOr; kAborted after
// kUpdateTries lost races.
template <typename Decide, typename Commit>
auto Update(Decide&& decide, Commit&& commit) -> decltype(commit(*decide())) {
  for (int tries = 1;; ++tries) {
    auto decision = decide();
    if (!decision.ok()) return decision.status();
    auto result = commit(*std::move(decision));
    if (!absl::IsAborted(result.status()) || tries == kUpdateTries) {
      return result;
    }
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::min(100 << (tries - 1), 8000)));
  }
}

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_UPDATE_H_
