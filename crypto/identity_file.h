// The file an identity lives in, sealed under a passphrase.
//
//   "klad identity 1\n" || salt 16 || SealPadded(k, context, packed identity)
//   k = Argon2id 1.3(passphrase, salt), at the compiled-in cost (cost/cost.h)
//
// The file carries no parameters and says nothing of its owner. The passphrase
// is taken as the bytes that were typed, in UTF-8, without normalisation. A
// change of passphrase is opening and sealing anew, under a new salt.
#ifndef KLAD_CRYPTO_IDENTITY_FILE_H_
#define KLAD_CRYPTO_IDENTITY_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/identity.h"

namespace klad::crypto {

// Takes about half a second and 256 MiB; kResourceExhausted when that memory
// is not to be had.
absl::StatusOr<std::string> SealIdentity(const Identity& identity,
                                         const Secret& passphrase);

// kInvalidArgument: not an identity file, or cut short. kUnauthenticated: the
// passphrase is wrong or the file is damaged; nobody can tell which.
absl::StatusOr<Identity> OpenIdentity(absl::string_view file,
                                      const Secret& passphrase);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_IDENTITY_FILE_H_
