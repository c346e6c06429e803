#include "server/store/rocks/hasher.h"

#include <cstring>

#include "crypto/base/check.h"

namespace klad::store {

Hasher::Hasher(absl::string_view domain) {
  unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = {};
  CHECK_THAT(domain.size() <= sizeof personal);
  memcpy(personal, domain.data(), domain.size());
  CHECK_THAT(crypto_generichash_blake2b_init_salt_personal(
                 &state_, nullptr, 0, kSize, nullptr, personal) == 0);
}

Hasher& Hasher::Add(absl::string_view bytes) {
  CHECK_THAT(crypto_generichash_blake2b_update(
                 &state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size()) == 0);
  return *this;
}

std::string Hasher::Finish() {
  std::string digest(kSize, '\0');
  CHECK_THAT(crypto_generichash_blake2b_final(
                 &state_, reinterpret_cast<unsigned char*>(digest.data()),
                 kSize) == 0);
  return digest;
}

}  // namespace klad::store
