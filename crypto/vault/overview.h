// The overview part: a serialized klad.trust.v1.Overview within its limits.
#ifndef KLAD_CRYPTO_VAULT_OVERVIEW_H_
#define KLAD_CRYPTO_VAULT_OVERVIEW_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::crypto::vault {

// Of a password: 0 to 4, or that there is none.
inline constexpr uint32_t kNoPassword = 5;

// Of a password that nobody read when it came into this safe.
inline constexpr uint32_t kUnknownSecretTag = 0x10000;

// The plaintext of the part. kInvalidArgument with a sentence that names the
// field and its limit; a title is required.
absl::StatusOr<std::string> SerializeOverview(
    const trust::v1::Overview& overview);

// Of an opened part. kDataLoss for what SerializeOverview would not have
// written; kUnimplemented for unknown fields.
absl::StatusOr<trust::v1::Overview> ParseOverview(absl::string_view plaintext);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_OVERVIEW_H_
