// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates.
#ifndef KLAD_CRYPTO_VAULT_UTF8_H_
#define KLAD_CRYPTO_VAULT_UTF8_H_

#include "absl/strings/string_view.h"

namespace klad::crypto::vault {

bool IsUtf8(absl::string_view text);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_UTF8_H_
