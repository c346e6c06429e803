// The header of one version of one credential: strict reading.
#ifndef KLAD_CRYPTO_VAULT_HEADER_H_
#define KLAD_CRYPTO_VAULT_HEADER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::crypto::vault {

inline constexpr size_t kIdSize = 16;
inline constexpr size_t kWrapSize = 104;  // a sealed key of 32 bytes

// Everything that can be told from the header alone: sizes, known enums, both
// parts there, nothing above the version or epoch it belongs to.
// kDataLoss with a rule's word (rules.h); kUnimplemented for unknown fields.
absl::StatusOr<trust::v1::Header> ParseHeader(absl::string_view bytes);

// Of the bytes as they travel.
Digest HashHeader(absl::string_view bytes);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_HEADER_H_
