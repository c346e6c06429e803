#include "crypto/vault/utf8.h"

#include <cstddef>
#include <cstdint>

namespace klad::crypto::vault {
namespace {

// By the first byte; 0 for a byte that cannot be one.
size_t LengthOf(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

// The second byte is narrower after four of the first bytes.
bool IsSecond(unsigned char first, unsigned char second) {
  const unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

bool IsCharacter(absl::string_view bytes) {
  if (bytes.size() == 1) return true;
  if (!IsSecond(bytes[0], bytes[1])) return false;
  for (const unsigned char byte : bytes.substr(2)) {
    if ((byte & 0xc0) != 0x80) return false;
  }
  return true;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = LengthOf(text[0]);
    if (length == 0 || length > text.size()) return false;
    if (!IsCharacter(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace klad::crypto::vault
