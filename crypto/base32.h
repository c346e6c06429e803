// Crockford's base 32 (crockford.com/base32.html) for codes on paper: no I, L,
// O or U to mistake. Upper case, no check symbol, no padding.
#ifndef KLAD_CRYPTO_BASE32_H_
#define KLAD_CRYPTO_BASE32_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::crypto {

// A multiple of 5 bytes, as 8 symbols for each 5, most significant bit first.
Secret EncodeBase32(const Secret& bytes);

// The reverse; forgives lower case, O for 0, I and L for 1, and passes over
// spaces, line breaks and hyphens. kInvalidArgument names the first symbol
// that is none, or says how many symbols there were instead of `symbols`.
absl::StatusOr<Secret> DecodeBase32(absl::string_view text, size_t symbols);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_BASE32_H_
