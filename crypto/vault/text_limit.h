// Checks of what people typed: the error names the field and its limit.
#ifndef KLAD_CRYPTO_VAULT_TEXT_LIMIT_H_
#define KLAD_CRYPTO_VAULT_TEXT_LIMIT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::crypto::vault {

// kInvalidArgument "FIELD: at most LIMIT bytes" or "FIELD: not valid UTF-8".
absl::Status CheckText(absl::string_view field, absl::string_view text,
                       size_t limit);

// kInvalidArgument "FIELD: at most LIMIT".
absl::Status CheckCount(absl::string_view field, size_t count, size_t limit);

// For the same limits broken by what was opened: kDataLoss, the same text.
absl::Status AsDataLoss(const absl::Status& status);

}  // namespace klad::crypto::vault

#endif  // KLAD_CRYPTO_VAULT_TEXT_LIMIT_H_
