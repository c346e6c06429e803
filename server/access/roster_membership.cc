#include "server/access/roster_membership.h"

#include "server/access/refusal.h"

namespace klad::access {

bool RosterMembership::Names(absl::string_view member_id,
                             absl::string_view tls_key) const {
  const Directory::Snapshot now = directory_.Now();
  return now.state != nullptr && now.state->Names(member_id, tls_key) &&
         now.state->Allows(member_id, kEveryMember, clock_.NowMs());
}

bool RosterMembership::Allows(absl::string_view member_id,
                              absl::string_view permission,
                              int64_t now_ms) const {
  const Directory::Snapshot now = directory_.Now();
  return now.state != nullptr &&
         now.state->Allows(member_id, permission, now_ms);
}

absl::Status DecideSafe(const Caller& caller,
                        const crypto::roster::State& state,
                        absl::string_view safe, trust::v1::Level level,
                        int64_t now_ms) {
  if (caller.kind == Caller::Kind::kMember &&
      level != trust::v1::LEVEL_UNSPECIFIED &&
      state.Access(caller.id, safe, now_ms) >= level) {
    return absl::OkStatus();
  }
  return Refuse(v1::REASON_NO_ACCESS);
}

}  // namespace klad::access
