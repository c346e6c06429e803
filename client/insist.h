// Decisions that others may take at the same time.
#ifndef KLAD_CLIENT_INSIST_H_
#define KLAD_CLIENT_INSIST_H_

#include <functional>

#include "absl/status/status.h"
#include "client/roster_writer.h"
#include "client/vault.h"

namespace klad::client {

// What a step says when somebody else has done it.
absl::Status AlreadyThere();

// Takes the step until it stands, each time on what is there by then. OK also
// when it says AlreadyThere(); after 100 times whatever it said last.
absl::Status Insist(Account& account,
                    const std::function<absl::Status()>& step);

// The same of one entry of the roster.
absl::Status InsistOnEntry(Vault* vault, const Decision& decide);

}  // namespace klad::client

#endif  // KLAD_CLIENT_INSIST_H_
