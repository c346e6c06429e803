// Strings as libsodium and OpenSSL take them.
#ifndef KLAD_CRYPTO_BASE_BYTES_H_
#define KLAD_CRYPTO_BASE_BYTES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad {

inline const unsigned char* Bytes(absl::string_view view) {
  return reinterpret_cast<const unsigned char*>(view.data());
}

// For writing: as many bytes as the string has behind `at`.
inline unsigned char* Bytes(std::string& out, size_t at = 0) {
  return reinterpret_cast<unsigned char*>(out.data()) + at;
}

}  // namespace klad

#endif  // KLAD_CRYPTO_BASE_BYTES_H_
