// Names that the roster must not show: those of safes are sealed under the
// safe's key, those of people stand beside the log, which has their hash.
#ifndef KLAD_CRYPTO_NAMES_H_
#define KLAD_CRYPTO_NAMES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"

namespace klad::crypto {

inline constexpr size_t kMaxSafeName = 255;  // bytes of UTF-8: one bucket
inline constexpr size_t kNameSaltSize = 16;

// SealPadded(the safe's key of `epoch`, context(safe-name, organisation, safe,
// epoch), name). `name` has 1 to kMaxSafeName bytes.
std::string SealSafeName(const Secret& safe_key, absl::string_view organisation,
                         absl::string_view safe, uint32_t epoch,
                         absl::string_view name);

// kDataLoss for what does not open, or is empty or too long.
absl::StatusOr<std::string> OpenSafeName(const Secret& safe_key,
                                         absl::string_view organisation,
                                         absl::string_view safe, uint32_t epoch,
                                         absl::string_view sealed);

// H(klad1.name, salt || name): `salt` is 16 random bytes, kept and erased with
// the name.
Digest HashDisplayName(absl::string_view salt, absl::string_view name);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_NAMES_H_
