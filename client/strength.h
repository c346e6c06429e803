// How long a password would last against somebody who guesses.
#ifndef KLAD_CLIENT_STRENGTH_H_
#define KLAD_CLIENT_STRENGTH_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// Up to this a password is weak: fewer than 10^8 guesses find it.
inline constexpr uint32_t kWeak = 2;

// 0 to 4 as zxcvbn counts them: guesses below 10^3, 10^6, 10^8, 10^10, and
// more (Wheeler, USENIX Security 2016); kNoPassword for an empty one. Words of
// the overview (title, user name, mailbox, ...) count as known to the guesser,
// and Cyrillic letters as the keys they are typed with. Only the beginning is
// measured, so the answer is never too high. Exit kUnavailable where zxcvbn is
// not installed.
absl::StatusOr<uint32_t> StrengthOf(const Secret& password,
                                    const trust::v1::Overview& overview);

// Writes into the overview what listing and `health` know of the secret:
// strength, secret tag and second factor. Its other fields are there already.
absl::Status Measure(Vault& vault, const Mirror& mirror,
                     const crypto::vault::SecretPart& secret,
                     trust::v1::Overview* overview);

}  // namespace klad::client

#endif  // KLAD_CLIENT_STRENGTH_H_
