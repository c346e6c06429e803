// This client's copy of the roster, replayed and checked entry by entry.
#ifndef KLAD_CLIENT_ROSTER_COPY_H_
#define KLAD_CLIENT_ROSTER_COPY_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/roster_file.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

class RosterCopy {
 public:
  // What the state folder holds, or nothing; the folder outlives it. Entries
  // up to `verified` were replayed with their signatures before: a checkpoint
  // of that very position stands for them, else their links are followed,
  // which must lead there.
  static absl::StatusOr<RosterCopy> Load(State* folder,
                                         const crypto::Identity& identity,
                                         const trust::v1::Position& verified);

  // Null before the first entry.
  const crypto::roster::State* roster() const {
    return roster_.has_value() ? &*roster_ : nullptr;
  }
  trust::v1::Position head() const;
  // How many entries were on disk when it was loaded.
  uint64_t stored() const { return stored_; }

  // All of them, read from disk the first time if a checkpoint stood for them.
  // Exit kIntegrity when their links do not lead to it.
  absl::StatusOr<const std::vector<trust::v1::Signed>*> Entries();

  // The next entry. Exit kIntegrity when it is not valid: the first invalid
  // entry ends the log.
  absl::Status Add(const trust::v1::Signed& entry);

  // Another log, that a person prefers to what was known: see
  // Account::StartOver.
  void Replace(std::vector<trust::v1::Signed> entries,
               crypto::roster::State roster);

  // Under the state's lock. Does nothing when entries and checkpoint are there
  // already. Of two commands that have both learnt, the longer log stays; exit
  // kConflict when another has gone over to another past.
  absl::Status Save(const crypto::Identity& identity);

 private:
  RosterCopy(State* folder, std::string organisation, crypto::Digest founding)
      : folder_(folder),
        organisation_(std::move(organisation)),
        founding_(founding) {}

  bool TakeCheckpoint(const crypto::Identity& identity,
                      const trust::v1::Position& verified);
  bool BeginsLike(const std::vector<trust::v1::Signed>& log) const;
  absl::StatusOr<bool> WriteUnlessLonger(const StateLock& lock);

  State* folder_;
  std::string organisation_;
  crypto::Digest founding_;
  std::optional<crypto::roster::State> roster_;
  std::vector<trust::v1::Signed> entries_;  // those after `unread_`
  size_t unread_ = 0;
  size_t stored_ = 0;
  size_t saved_ = 0;                // on disk by now
  std::optional<RosterMark> mark_;  // of the files that hold those
  bool replaced_ = false;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROSTER_COPY_H_
