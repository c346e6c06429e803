// When a member's machine was lost: the old identity is void, and what the
// member had is known for a new invitation.
#ifndef KLAD_CLIENT_REPLACING_H_
#define KLAD_CLIENT_REPLACING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "client/vault.h"
#include "crypto/roster/state.h"

namespace klad::client {

// What ended with a member's identity, as it stood then.
struct Belongings {
  std::vector<crypto::roster::RoleUntil> roles;  // without `owner`
  bool owner = false;
  struct Grant {
    std::string safe;
    trust::v1::Level level;
    int64_t until_ms;
  };
  std::vector<Grant> grants;  // to the member itself
};

// Of a person who waits since the entry that ended their identity; nothing of
// somebody who never joined, or whose ends have passed.
Belongings BelongingsOf(const crypto::roster::State& roster,
                        const crypto::roster::Member& member, int64_t now_ms);

// Declares the identity lost: it opens nothing from that entry on. Exit
// kConflict when the person is not active; kDenied for one's own.
absl::Status DeclareLost(Vault* vault, const std::string& member,
                         int64_t since_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_REPLACING_H_
