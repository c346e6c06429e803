// The strict reading of an entry: whatever is not expected is refused.
#ifndef KLAD_CRYPTO_ROSTER_PARSE_H_
#define KLAD_CRYPTO_ROSTER_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::crypto::roster {

inline constexpr size_t kMaxBody = 128 << 10;
inline constexpr int kMaxListed = 1000;
inline constexpr size_t kMaxName = 128;  // of the organisation

// kUnimplemented ("needs a newer klad") for an unknown field, kind or level;
// kDataLoss ("malformed entry: ...") for bytes that do not parse, an id, key,
// hash, name or time out of shape, a missing part, a list too long or with a
// double.
absl::StatusOr<trust::v1::Entry> ParseEntry(absl::string_view body);

// a-z0-9._-, 1 to 32: logins, names of roles, words of the policy.
bool IsName(absl::string_view name);

// A word of a service, such as credential.reveal, or safe.create: never one
// that would let its holder write the roster.
bool IsPermission(absl::string_view word);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_PARSE_H_
