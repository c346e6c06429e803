// What the recovery kit is for: an organisation whose last owner lost
// everything.
#ifndef KLAD_CLIENT_RECOVERY_H_
#define KLAD_CLIENT_RECOVERY_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/account.h"
#include "crypto/base/secret.h"
#include "crypto/kit.h"
#include "klad/trust/v1/identity.pb.h"

namespace klad::client {

struct RecoveryPlan {
  AccountParts parts;  // of a folder that is nobody's yet
  trust::v1::Door door;
  std::string login;  // whose place is taken: the last owner
  // Asked when the server was restored from a backup: whether it shall go on
  // from there. The kit says so then, before anything else.
  std::function<absl::Status()> confirm_restored;
};

// Replays the roster through the door and checks that the kit was made for
// this founding. Exit kIntegrity when it was not.
//
// Then, in entries that the kit signs: the member's old identity is lost, the
// member is invited and joins with a new identity from this machine, and is
// owner again. The new identity is on disk, under `passphrase`, before the
// roster names it. Returns the member's account.
absl::StatusOr<std::unique_ptr<Account>> Recover(const RecoveryPlan& plan,
                                                 const crypto::Kit& kit,
                                                 const Secret& passphrase);

}  // namespace klad::client

#endif  // KLAD_CLIENT_RECOVERY_H_
