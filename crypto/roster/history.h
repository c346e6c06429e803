// What held at a position: credentials are judged where their author stood.
#ifndef KLAD_CRYPTO_ROSTER_HISTORY_H_
#define KLAD_CRYPTO_ROSTER_HISTORY_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

// Positions beyond the log, and 0, hold nothing. A grant, role or tool that
// was over by the time of the entry at the position no longer counts there.

bool WasActive(const Facts& facts, absl::string_view member, uint64_t position);

// The Ed25519 key that spoke for the member there; null if none did.
const std::string* SigningKeyAt(const Facts& facts, absl::string_view member,
                                uint64_t position);

// What the member could do in the safe there.
Level AccessAt(const Facts& facts, absl::string_view member,
               absl::string_view safe, uint64_t position);

// The epoch of the safe's key that was current there; null before the safe.
const KeyEpoch* SafeEpochAt(const Facts& facts, absl::string_view safe,
                            uint64_t position);

// Whether the member could write at `position` or any one after it.
bool CouldWriteSince(const Facts& facts, const Member& member, const Safe& safe,
                     uint64_t position);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_HISTORY_H_
