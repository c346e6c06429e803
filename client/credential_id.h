// A credential's id as people and references write it: `klad:` and its 16
// bytes in 26 symbols of Crockford's base 32, lower case.
#ifndef KLAD_CLIENT_CREDENTIAL_ID_H_
#define KLAD_CLIENT_CREDENTIAL_ID_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace klad::client {

inline constexpr char kCredentialIdPrefix[] = "klad:";

// The symbols alone. `id` has 16 bytes.
std::string CredentialIdText(absl::string_view id);

// The reverse; forgives upper case, O for 0, I and L for 1. Nothing for what
// is no id.
absl::optional<std::string> ParseCredentialId(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_CREDENTIAL_ID_H_
