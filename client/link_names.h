// Names of links as this machine has met them, sealed: for completion alone.
#ifndef KLAD_CLIENT_LINK_NAMES_H_
#define KLAD_CLIENT_LINK_NAMES_H_

#include <vector>

#include "client/account.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// In place of what was remembered, or beside it. What cannot be written is not
// remembered: nothing hangs on it.
void RememberLinks(Account* account, const std::vector<klad::v1::Link>& links);
void RememberLink(Account* account, const klad::v1::Link& link);

// With name and category alone; empty when nothing can be read.
std::vector<klad::v1::Link> RememberedLinks(const State& state,
                                            const crypto::Identity& identity);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINK_NAMES_H_
