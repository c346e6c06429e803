// This client's copy of the roster, replayed and checked entry by entry.
#ifndef KLAD_CLIENT_ROSTER_COPY_H_
#define KLAD_CLIENT_ROSTER_COPY_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

class RosterCopy {
 public:
  // What the state folder holds, or nothing. Entries up to `verified` were
  // replayed with their signatures before: this time only their links are
  // followed, which must lead to that very position.
  static absl::StatusOr<RosterCopy> Load(const State& state,
                                         const crypto::Identity& identity,
                                         const trust::v1::Position& verified);

  // Null before the first entry.
  const crypto::roster::State* roster() const {
    return roster_.has_value() ? &*roster_ : nullptr;
  }
  trust::v1::Position head() const;
  const std::vector<trust::v1::Signed>& entries() const { return entries_; }
  // How many of them were on disk when it was loaded.
  uint64_t stored() const { return stored_; }

  // The next entry. Exit kIntegrity when it is not valid: the first invalid
  // entry ends the log.
  absl::Status Add(const trust::v1::Signed& entry);

  // Another log, that a person prefers to what was known: see
  // Account::StartOver.
  void Replace(std::vector<trust::v1::Signed> entries,
               crypto::roster::State roster);

  // Under the state's lock. Does nothing when nothing was added.
  absl::Status Save(State* state) const;

 private:
  RosterCopy(std::string organisation, crypto::Digest founding)
      : organisation_(std::move(organisation)), founding_(founding) {}

  std::string organisation_;
  crypto::Digest founding_;
  std::optional<crypto::roster::State> roster_;
  std::vector<trust::v1::Signed> entries_;
  size_t stored_ = 0;
  bool replaced_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROSTER_COPY_H_
