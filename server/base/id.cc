#include "server/base/id.h"

#include <sodium.h>

#include "absl/strings/escaping.h"

namespace klad {

std::string NewId() {
  std::string id(kIdSize, '\0');
  randombytes_buf(id.data(), id.size());
  return id;
}

std::string Hex(absl::string_view bytes) {
  return absl::BytesToHexString(bytes);
}

std::string BigEndian(uint64_t number) {
  std::string bytes(sizeof number, '\0');
  for (size_t i = bytes.size(); i-- > 0; number >>= 8) {
    bytes[i] = static_cast<char>(number & 0xff);
  }
  return bytes;
}

bool ParseBigEndian(absl::string_view bytes, uint64_t* number) {
  if (bytes.size() != sizeof *number) return false;
  *number = 0;
  for (const char byte : bytes) {
    *number = *number << 8 | static_cast<unsigned char>(byte);
  }
  return true;
}

}  // namespace klad
