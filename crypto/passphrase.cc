#include "crypto/passphrase.h"

#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "crypto/cost/cost.h"
#include "crypto/seal.h"

namespace klad::crypto {

static_assert(kSaltSize == crypto_pwhash_SALTBYTES);

std::string RandomSalt() {
  std::string salt(kSaltSize, '\0');
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

absl::StatusOr<Secret> StretchPassphrase(const Secret& passphrase,
                                         absl::string_view salt) {
  Secret key(kKeySize);
  const char* typed = passphrase.empty() ? "" : passphrase.Expose().data();
  if (crypto_pwhash(key.Fill(), key.size(), typed, passphrase.size(),
                    reinterpret_cast<const unsigned char*>(salt.data()),
                    kPassphraseCost.passes, kPassphraseCost.memory,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a passphrase takes ", kPassphraseCost.memory >> 20,
                     " MiB of memory, which this machine does not give now; "
                     "close something and try again"));
  }
  return key;
}

}  // namespace klad::crypto
