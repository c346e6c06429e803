// Which keys must be renewed.
#ifndef KLAD_CRYPTO_ROSTER_DUE_H_
#define KLAD_CRYPTO_ROSTER_DUE_H_

#include <vector>

#include "crypto/roster/facts.h"

namespace klad::crypto::roster {

// The live keys that some holder may no longer open at `now_ms` (at least the
// time of the newest entry), or, of a safe, no longer write with; in the order
// in which they are renewed: `owner`, the other roles, safes. A safe stays due
// after its role's new epoch, until its own.
std::vector<DueKey> Due(const Facts& facts, int64_t now_ms);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_DUE_H_
