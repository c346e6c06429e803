// How old the newest thing is that somebody else has signed: a server that
// hides what is newer can hold it back from one client, not make it up.
#ifndef KLAD_CLIENT_FRESHNESS_H_
#define KLAD_CLIENT_FRESHNESS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "client/vault.h"

namespace klad::client {

// Of entries of the roster and of credentials in safes that are open to this
// member; 0: nobody else has signed anything. Stops at the first that is at
// `enough_ms` or later.
absl::StatusOr<int64_t> NewestOfOthersMs(Vault* vault, int64_t enough_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FRESHNESS_H_
