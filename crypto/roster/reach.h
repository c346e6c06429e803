// Which safes a member could read, ever: what a departure has to look at.
#ifndef KLAD_CRYPTO_ROSTER_REACH_H_
#define KLAD_CRYPTO_ROSTER_REACH_H_

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto::roster {

struct Reach {
  // Safes the member had access to, by a grant of its own, by one to a role it
  // was in, or as an owner; each with the moment it ended for the last time,
  // INT64_MAX where none has ended it. A suspension ends nothing.
  std::map<Id, int64_t> safes;
  // Single credentials that were shared with it beside their safes:
  // (safe, credential).
  std::set<std::pair<Id, Id>> shared;
};

Reach ReachOf(const Facts& facts, const Member& member);

// The live keys that the member's incarnations hold: what becomes due when it
// leaves, in the order of renewal.
std::vector<KeyName> KeysHeldBy(const Facts& facts, absl::string_view member);

// Of each safe, retired ones too, the newest epoch whose key one of the members
// could come by, and with it all before: by any envelope ever made, though the
// key was renewed since or the grant is over. Replays the log, which must be
// that of `state`; errors as State::Apply's.
absl::StatusOr<std::map<Id, uint32_t>> EpochsOpenedBy(
    const State& state, absl::Span<const trust::v1::Signed> entries,
    const std::set<Id>& members);

// Whether the member was an active owner at the position.
bool WasOwner(const Facts& facts, absl::string_view member, uint64_t position);

// The entry that suspended the member as it stands now, or before it departed;
// 0 when it is neither. A departure that was signed before is of another time.
uint64_t LeavingSince(const Member& member);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_REACH_H_
