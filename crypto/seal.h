// Seal: key- and context-committing authenticated encryption of suite 1.
//
//   x = BLAKE2b-512(key k, nonce24 || context)
//   sealed = nonce24 || x[32..64) || XChaCha20-Poly1305(x[0..32), context, m)
//
// The message key is used once, so the AEAD's own nonce is zero. A reader
// compares the commitment first; see FORMAT.md.
#ifndef KLAD_CRYPTO_SEAL_H_
#define KLAD_CRYPTO_SEAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"

namespace klad::crypto {

inline constexpr size_t kKeySize = 32;
inline constexpr size_t kSealOverhead = 24 + 32 + 16;

// BLAKE2b-256 keyed with `key` over the context: a key for one purpose.
Secret Derive(const Secret& key, const Context& context);

// `key` has 32 bytes. For plaintexts whose length tells nothing: keys.
std::string Seal(const Secret& key, const Context& context,
                 absl::string_view plaintext);

// All failures are the same: kDataLoss, "does not open".
absl::StatusOr<Secret> Open(const Secret& key, const Context& context,
                            absl::string_view sealed);

// The same for contents: padded (ISO/IEC 7816-4) to a power of two from 256.
std::string SealPadded(const Secret& key, const Context& context,
                       absl::string_view plaintext);
absl::StatusOr<Secret> OpenPadded(const Secret& key, const Context& context,
                                  absl::string_view sealed);

absl::Status DoesNotOpen();

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_SEAL_H_
