// What this client has verified so far: the heads that nothing may take back.
// Sealed under the identity, merged upwards at every save.
#ifndef KLAD_CLIENT_MEMORY_H_
#define KLAD_CLIENT_MEMORY_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "klad/client/v1/state.pb.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/v1/news.pb.h"

namespace klad::client {

class Memory {
 public:
  // Empty when there is no file yet; kDataLoss when it does not open.
  static absl::StatusOr<Memory> Load(const State& state,
                                     const crypto::Identity& identity);

  const trust::v1::Position& roster() const { return known_.roster(); }
  const trust::v1::Position& ledger() const { return known_.ledger(); }
  // Sequence 0 for a safe never seen.
  trust::v1::Position safe(absl::string_view safe) const;
  int64_t newest_time_ms() const { return known_.newest_time_ms(); }

  klad::v1::Known ToKnown() const;

  // Each takes what was verified. kDataLoss when it contradicts: a lower
  // sequence, or another link at the same one.
  absl::Status RaiseRoster(const trust::v1::Position& head, int64_t time_ms);
  absl::Status RaiseLedger(const trust::v1::Position& head);
  absl::Status RaiseSafe(absl::string_view safe,
                         const trust::v1::Position& head);

  // Forgets what was higher: see Account::StartOver. Replace writes it without
  // the roster's head, for the moment in which the roster is replaced too.
  void Lower(const std::vector<trust::v1::SafeHead>& heads);
  absl::Status Replace(State* state, const StateLock& lock,
                       const crypto::Identity& identity) const;

  // Under the state's lock: what the file knows more is kept. Does nothing
  // when nothing was raised since the load.
  absl::Status Save(State* state, const crypto::Identity& identity);

 private:
  absl::Status Merge(const client::v1::Known& other);
  client::v1::SafeHead* FindSafe(absl::string_view safe);

  client::v1::Known known_;
  bool changed_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_MEMORY_H_
