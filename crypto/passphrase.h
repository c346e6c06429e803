// A key from a passphrase: Argon2id 1.3 at the compiled-in cost (cost/cost.h).
#ifndef KLAD_CRYPTO_PASSPHRASE_H_
#define KLAD_CRYPTO_PASSPHRASE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::crypto {

inline constexpr size_t kSaltSize = 16;

std::string RandomSalt();

// 32 bytes. The passphrase is taken as the bytes that were typed, in UTF-8,
// without normalisation; `salt` has kSaltSize bytes. Takes about half a second
// and 256 MiB; kResourceExhausted when that memory is not to be had.
absl::StatusOr<Secret> StretchPassphrase(const Secret& passphrase,
                                         absl::string_view salt);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_PASSPHRASE_H_
