// Files of the state folder that are sealed under the identity: what a thief
// of the disk may neither read nor change unnoticed.
#ifndef KLAD_CLIENT_SEALED_FILE_H_
#define KLAD_CLIENT_SEALED_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/state.h"
#include "crypto/identity.h"

namespace klad::client {

// In chunks of 256 KiB, numbered, the last one marked: dropping, swapping or
// repeating one does not open. The file's name is part of what is sealed.
absl::Status WriteSealed(State* state, const StateLock& lock,
                         const crypto::Identity& identity,
                         absl::string_view name, absl::string_view bytes);

// kNotFound when there is none; exit kIntegrity when it does not open.
absl::StatusOr<std::string> ReadSealed(const State& state,
                                       const crypto::Identity& identity,
                                       absl::string_view name);

// What to say of a file that is not what this client wrote.
absl::Status Damaged(const State& state, absl::string_view name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SEALED_FILE_H_
