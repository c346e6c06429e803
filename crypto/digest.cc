#include "crypto/digest.h"

#include <sodium.h>

#include <cstring>

#include "crypto/base/check.h"

namespace klad::crypto {

absl::StatusOr<Digest> Digest::From(absl::string_view view) {
  if (view.size() != kSize) {
    return absl::DataLossError("a hash is not 32 bytes long");
  }
  Digest digest;
  memcpy(digest.bytes.data(), view.data(), kSize);
  return digest;
}

Digest Hash(absl::string_view domain,
            std::initializer_list<absl::string_view> parts) {
  unsigned char personal[crypto_generichash_blake2b_PERSONALBYTES] = {};
  CHECK_THAT(domain.size() <= sizeof personal);
  memcpy(personal, domain.data(), domain.size());
  crypto_generichash_blake2b_state state;
  CHECK_THAT(crypto_generichash_blake2b_init_salt_personal(
                 &state, nullptr, 0, Digest::kSize, nullptr, personal) == 0);
  for (const absl::string_view part : parts) {
    CHECK_THAT(crypto_generichash_blake2b_update(
                   &state, reinterpret_cast<const unsigned char*>(part.data()),
                   part.size()) == 0);
  }
  Digest digest;
  CHECK_THAT(crypto_generichash_blake2b_final(&state, digest.bytes.data(),
                                              Digest::kSize) == 0);
  return digest;
}

}  // namespace klad::crypto
