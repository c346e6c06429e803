// The roster in the state folder: the entries as they came, and a sealed
// checkpoint of the state after them, so that few commands replay.
//
// The entries are the truth. A checkpoint that is missing, damaged, of another
// program or not of these entries costs the time of a replay, nothing else.
#ifndef KLAD_CLIENT_ROSTER_FILE_H_
#define KLAD_CLIENT_ROSTER_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

inline constexpr char kRosterFile[] = "roster";
inline constexpr char kRosterCheckpoint[] = "roster-state";

// By which both files are known again: another once either was written.
struct RosterMark {
  std::string checkpoint;   // the number of the sealed file
  size_t entries_size = 0;  // of the entries, in bytes

  friend bool operator==(const RosterMark&, const RosterMark&) = default;
};

struct RosterCheckpoint {
  crypto::roster::State roster;
  RosterMark mark;
};

// kNotFound when there are none; exit kIntegrity when they cannot be read.
// Whose they are their links say, and nobody has followed those yet.
absl::StatusOr<std::vector<trust::v1::Signed>> ReadRosterEntries(
    const State& folder);

absl::Status WriteRosterEntries(State* folder, const StateLock& lock,
                                absl::Span<const trust::v1::Signed> entries);

// Behind those that are there, whatever they are.
absl::Status AppendRosterEntries(State* folder, const StateLock& lock,
                                 absl::Span<const trust::v1::Signed> entries);

// On any error there is no checkpoint to be used.
absl::StatusOr<RosterCheckpoint> ReadRosterCheckpoint(
    const State& folder, const crypto::Identity& identity);

// Of the entries that were written under this lock.
absl::StatusOr<RosterMark> WriteRosterCheckpoint(
    State* folder, const StateLock& lock, const crypto::Identity& identity,
    const crypto::roster::State& roster);

absl::StatusOr<RosterMark> ReadRosterMark(const State& folder,
                                          const crypto::Identity& identity);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROSTER_FILE_H_
