#include "crypto/base32.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kBlockBytes = 5;
constexpr size_t kBlockSymbols = 8;

bool IsFiller(char c) { return absl::ascii_isspace(c) || c == '-'; }

// -1 for what is no symbol.
int Value(char c) {
  c = absl::ascii_toupper(c);
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  const size_t at = kAlphabet.find(c);
  return at == absl::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

Secret EncodeBase32(const Secret& bytes) {
  CHECK_THAT(bytes.size() % kBlockBytes == 0);
  Secret text(bytes.size() / kBlockBytes * kBlockSymbols);
  for (size_t i = 0; i < text.size(); ++i) {
    int value = 0;
    for (size_t bit = 5 * i; bit < 5 * i + 5; ++bit) {
      const auto byte = static_cast<unsigned char>(bytes.Expose()[bit / 8]);
      value = value << 1 | (byte >> (7 - bit % 8) & 1);
    }
    text.Fill()[i] = static_cast<unsigned char>(kAlphabet[value]);
  }
  return text;
}

absl::StatusOr<Secret> DecodeBase32(absl::string_view text, size_t symbols) {
  CHECK_THAT(symbols % kBlockSymbols == 0);
  Secret bytes(symbols / kBlockSymbols * kBlockBytes);
  size_t count = 0;
  for (const char c : text) {
    if (IsFiller(c)) continue;
    const int value = Value(c);
    if (value < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "symbol ", count + 1, " is not one that codes are made of"));
    }
    for (size_t i = 0; i < 5 && count < symbols; ++i) {
      const size_t bit = 5 * count + i;
      bytes.Fill()[bit / 8] |= (value >> (4 - i) & 1) << (7 - bit % 8);
    }
    ++count;
  }
  if (count != symbols) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", count, " symbols instead of ", symbols));
  }
  return bytes;
}

}  // namespace klad::crypto
