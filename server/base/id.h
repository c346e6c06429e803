// Ids, and numbers as parts of ordered keys.
#ifndef KLAD_SERVER_BASE_ID_H_
#define KLAD_SERVER_BASE_ID_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace klad {

inline constexpr size_t kIdSize = 16;

// 16 random bytes.
std::string NewId();

inline bool IsId(absl::string_view bytes) { return bytes.size() == kIdSize; }

// Lower case, two characters a byte.
std::string Hex(absl::string_view bytes);

// 8 bytes, big endian: they sort as the numbers do.
std::string BigEndian(uint64_t number);

// Reads what BigEndian wrote. False unless `bytes` is 8 bytes long.
bool ParseBigEndian(absl::string_view bytes, uint64_t* number);

}  // namespace klad

#endif  // KLAD_SERVER_BASE_ID_H_
