// BLAKE2b-256 (RFC 7693) with a domain of up to 16 characters as `personal`.
#ifndef KLAD_SERVER_STORE_ROCKS_HASHER_H_
#define KLAD_SERVER_STORE_ROCKS_HASHER_H_

#include <sodium.h>

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace klad::store {

class Hasher {
 public:
  static constexpr size_t kSize = 32;

  explicit Hasher(absl::string_view domain);

  Hasher& Add(absl::string_view bytes);
  std::string Finish();  // once

 private:
  crypto_generichash_blake2b_state state_;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_HASHER_H_
