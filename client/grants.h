// Who may open a safe: grants made and taken back, and what they come to.
#ifndef KLAD_CLIENT_GRANTS_H_
#define KLAD_CLIENT_GRANTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "crypto/roster/state.h"

namespace klad::client {

enum class TargetKind { kEither, kMember, kRole };

// The member or role that is called so. Exit kUsage when both are and `kind`
// does not say which; kNotFound with near misses.
absl::StatusOr<crypto::roster::GrantTarget> FindTarget(
    const crypto::roster::State& roster, absl::string_view name,
    TargetKind kind);

// What people call it.
std::string NameOf(const crypto::roster::State& roster,
                   const crypto::roster::GrantTarget& target);

// The grant that is in force, or null.
const crypto::roster::GrantTerm* GrantInForce(
    const crypto::roster::State& roster, absl::string_view safe,
    const crypto::roster::GrantTarget& target, int64_t now_ms);

// An entry each, with the envelope it needs; none for a grant that stands
// exactly so. `until_ms` 0: without an end.
absl::Status Grant(Vault* vault, absl::string_view safe,
                   const crypto::roster::GrantTarget& target,
                   trust::v1::Level level, int64_t until_ms);
absl::Status Revoke(Vault* vault, absl::string_view safe,
                    const crypto::roster::GrantTarget& target);

// One way by which somebody opens a safe: a grant to them, or to a role. A
// role without anybody in it is a way too, without a member.
struct Way {
  std::string member;  // id
  std::string role;    // empty: directly
  trust::v1::Level level = trust::v1::LEVEL_UNSPECIFIED;
  int64_t until_ms = 0;  // the earlier end of grant and role; 0: none
  bool invited = false;  // will have it once they join
};

// All of a safe that is not retired, owners' among them; those in force, by
// login.
std::vector<Way> WaysTo(const crypto::roster::State& roster,
                        absl::string_view safe, int64_t now_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_GRANTS_H_
