// Names of playbooks as this machine has met them, sealed: for completion
// alone.
#ifndef KLAD_CLIENT_PLAYBOOK_NAMES_H_
#define KLAD_CLIENT_PLAYBOOK_NAMES_H_

#include <vector>

#include "client/account.h"
#include "client/state.h"
#include "crypto/identity.h"
#include "klad/v1/playbook.pb.h"

namespace klad::client {

// In place of what was remembered, or beside it. What cannot be written is not
// remembered: nothing hangs on it.
void RememberPlaybooks(Account* account,
                       const std::vector<klad::v1::Playbook>& playbooks);
void RememberPlaybook(Account* account, const klad::v1::Playbook& playbook);

// With name and category alone; empty when nothing can be read.
std::vector<klad::v1::Playbook> RememberedPlaybooks(
    const State& state, const crypto::Identity& identity);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOK_NAMES_H_
