#include "crypto/identity_file.h"

#include <sodium.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/cost/cost.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kMagic = "klad identity 1\n";
constexpr size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr size_t kFrameSize = 16 + kSaltSize;  // before the sealed part

// The organisation is not known before the file is open: it stands inside.
Context FileContext() { return Context(label::kIdentityFile, ""); }

absl::StatusOr<Secret> Stretch(const Secret& passphrase,
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

// Whole: magic, salt and a sealed bucket, not a byte more or less.
bool HasForm(absl::string_view file) {
  if (!absl::StartsWith(file, kMagic)) return false;
  if (file.size() < kFrameSize + kSealOverhead) return false;
  const size_t bucket = file.size() - kFrameSize - kSealOverhead;
  return bucket >= 256 && (bucket & (bucket - 1)) == 0;
}

}  // namespace

absl::StatusOr<std::string> SealIdentity(const Identity& identity,
                                         const Secret& passphrase) {
  std::string salt(kSaltSize, '\0');
  randombytes_buf(salt.data(), salt.size());
  ASSIGN_OR_RETURN(const Secret key, Stretch(passphrase, salt));
  return absl::StrCat(kMagic, salt,
                      SealPadded(key, FileContext(), identity.Pack().Expose()));
}

absl::StatusOr<Identity> OpenIdentity(absl::string_view file,
                                      const Secret& passphrase) {
  if (!HasForm(file)) {
    return absl::InvalidArgumentError(
        "this is not an identity file, or only a part of one; bring back your "
        "copy of it");
  }
  ASSIGN_OR_RETURN(const Secret key,
                   Stretch(passphrase, file.substr(kMagic.size(), kSaltSize)));
  const auto packed = OpenPadded(key, FileContext(), file.substr(kFrameSize));
  if (!packed.ok()) {
    return absl::UnauthenticatedError(
        "wrong passphrase, or the identity file is damaged; try again");
  }
  return Identity::Unpack(*packed);
}

}  // namespace klad::crypto
