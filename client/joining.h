// How a newcomer becomes a member by the line of an invitation.
#ifndef KLAD_CLIENT_JOINING_H_
#define KLAD_CLIENT_JOINING_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "crypto/base/secret.h"
#include "klad/trust/v1/invitation.pb.h"

namespace klad::client {

// An invitation as it was pasted; a usage error that says what is wrong with
// it.
absl::StatusOr<trust::v1::Invitation> ReadInvitation(absl::string_view line);

struct JoiningPlan {
  AccountParts parts;  // of a folder that is nobody's, or of a join begun there
  trust::v1::Invitation line;
  // Asked once the line has led to the right place.
  std::function<absl::StatusOr<Secret>()> new_passphrase;
  // Of the identity that a join before has left on disk.
  std::function<absl::StatusOr<Secret>()> passphrase;
};

// Replays the roster through the invitation, checks that it is the one the line
// names, makes an identity, on disk before it is sent, and signs it in with
// both keys; the role keys are sealed to it. Returns the new member's account.
//
// Begun and interrupted anywhere, the same line finishes it. When somebody else
// used the line first, exit kConflict, as an alarm. Exit kDenied for an
// invitation that is over or withdrawn; kIntegrity when the server shows
// another organisation than the line names.
absl::StatusOr<std::unique_ptr<Account>> Join(const JoiningPlan& plan);

}  // namespace klad::client

#endif  // KLAD_CLIENT_JOINING_H_
