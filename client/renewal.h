// New epochs for the keys that somebody may know who must not any more.
#ifndef KLAD_CLIENT_RENEWAL_H_
#define KLAD_CLIENT_RENEWAL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/vault.h"

namespace klad::client {

// Renews what is due and this member may renew: roles before safes, each
// entry valid by itself, so that whoever comes next goes on where this one was
// interrupted. Returns how many keys were renewed.
absl::StatusOr<int> RenewDue(Vault* vault);

// For an owner, to whom everything is sealed: the keys, in words, that began
// since this client last saved and do not open. Nothing for other members.
std::vector<std::string> ClosedKeys(Vault* vault);

}  // namespace klad::client

#endif  // KLAD_CLIENT_RENEWAL_H_
