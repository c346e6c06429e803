// Invitations: made and withdrawn by an owner.
#ifndef KLAD_CLIENT_INVITING_H_
#define KLAD_CLIENT_INVITING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "crypto/identity.h"
#include "crypto/roster/types.h"
#include "klad/trust/v1/invitation.pb.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::client {

inline constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;
inline constexpr int kMaxInvitationDays = 14;

struct InvitationPlan {
  std::string login;  // new, or of a person who lost their identity
  std::string name_hash;
  std::vector<crypto::roster::RoleUntil> roles;
  int64_t lasts_ms = 0;  // from now
};

// Signs the invitation, with the keys of its roles sealed to it, and returns
// its line. Exit kConflict when the login is taken or invited already.
absl::StatusOr<trust::v1::Invitation> Invite(Vault* vault,
                                             const InvitationPlan& plan);

// The entry itself, by these keys: `invitation` is named by about().member().
trust::v1::Entry InvitedEntry(const crypto::Identity& invitation,
                              const InvitationPlan& plan,
                              absl::string_view member, int64_t now_ms);

// The invitation that is open for a member; null if none is.
const crypto::roster::Invitation* OpenInvitation(
    const crypto::roster::State& roster, absl::string_view member,
    int64_t now_ms);

// Exit kConflict when none is open for this person.
absl::Status Withdraw(Vault* vault, const crypto::roster::Member& member);

}  // namespace klad::client

#endif  // KLAD_CLIENT_INVITING_H_
