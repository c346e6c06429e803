#include "client/credential_id.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/base32.h"
#include "crypto/identity.h"

namespace klad::client {
namespace {

constexpr size_t kSymbols = 26;
// Whole groups of five bytes are encoded: zeros behind fill the last one.
constexpr size_t kFilledBytes = 20;
constexpr size_t kFilledSymbols = 32;

}  // namespace

std::string CredentialIdText(absl::string_view id) {
  CHECK_THAT(id.size() == crypto::kIdSize);
  const std::string zeros(kFilledBytes - id.size(), '\0');
  const Secret text =
      crypto::EncodeBase32(Secret::Copy(absl::StrCat(id, zeros)));
  return absl::AsciiStrToLower(text.Expose().substr(0, kSymbols));
}

absl::optional<std::string> ParseCredentialId(absl::string_view text) {
  if (text.size() != kSymbols) return absl::nullopt;
  const auto filled = crypto::DecodeBase32(
      absl::StrCat(text, std::string(kFilledSymbols - kSymbols, '0')),
      kFilledSymbols);
  if (!filled.ok()) return absl::nullopt;
  std::string id(filled->Expose().substr(0, crypto::kIdSize));
  // One text an id: what hangs over the last byte is zero.
  if (absl::AsciiStrToLower(text).back() != CredentialIdText(id).back()) {
    return absl::nullopt;
  }
  return id;
}

}  // namespace klad::client
