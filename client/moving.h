// A member's move to another machine. The new one makes an identity and asks,
// sealed under the line's secret, for the entry `moved`; the old one signs it
// and seals the keys. Neither sends a key of its own.
#ifndef KLAD_CLIENT_MOVING_H_
#define KLAD_CLIENT_MOVING_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"
#include "klad/trust/v1/invitation.pb.h"

namespace klad::client {

// A move line as it was pasted; a usage error that says what is wrong with it.
absl::StatusOr<trust::v1::Move> ReadMove(absl::string_view line);

// Between two looks at what the other machine has done: waits, and ends the
// waiting with an error.
using Waiting = std::function<absl::Status()>;

// On the old machine: begins a move.
absl::StatusOr<trust::v1::Move> BeginMove(Account* account);

// Waits until the new machine has asked, signs its entry with every key that
// the member opens, and returns the entry's link when it stands: this machine's
// identity is void then. When `wait` ends it, nothing has changed, and the line
// asks in vain.
absl::StatusOr<crypto::Digest> AwaitMove(Vault* vault,
                                         const trust::v1::Move& line,
                                         const Waiting& wait);

struct TakingPlan {
  AccountParts parts;  // of a folder that is nobody's, or of a move begun there
  trust::v1::Move line;
  std::function<absl::StatusOr<Secret>()> new_passphrase;
  std::function<absl::StatusOr<Secret>()> passphrase;
  Waiting wait;
};

// On the new machine: makes the identity, on disk before it is sent, and asks
// until the old one has signed it in. Interrupted anywhere, the same line goes
// on within its hour. Exit kConflict when another machine used the line first,
// as an alarm.
absl::StatusOr<std::unique_ptr<Account>> TakeMove(const TakingPlan& plan);

}  // namespace klad::client

#endif  // KLAD_CLIENT_MOVING_H_
