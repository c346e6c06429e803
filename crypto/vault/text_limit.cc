#include "crypto/vault/text_limit.h"

#include "absl/strings/str_cat.h"
#include "crypto/vault/utf8.h"

namespace klad::crypto::vault {

absl::Status CheckText(absl::string_view field, absl::string_view text,
                       size_t limit) {
  if (text.size() > limit) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ": at most ", limit, " bytes"));
  }
  if (!IsUtf8(text)) {
    return absl::InvalidArgumentError(absl::StrCat(field, ": not valid UTF-8"));
  }
  return absl::OkStatus();
}

absl::Status CheckCount(absl::string_view field, size_t count, size_t limit) {
  if (count <= limit) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, ": at most ", limit));
}

absl::Status AsDataLoss(const absl::Status& status) {
  return absl::IsInvalidArgument(status) ? absl::DataLossError(status.message())
                                         : status;
}

}  // namespace klad::crypto::vault
