#include "crypto/identity_file.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/passphrase.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

constexpr absl::string_view kIdentityMagic = "klad identity 1\n";
constexpr size_t kFrameSize = 16 + kSaltSize;  // before the sealed part

// The organisation is not known before the file is open: it stands inside.
Context FileContext() { return Context(label::kIdentityFile, ""); }

// Whole: magic, salt and a sealed bucket, not a byte more or less.
bool HasForm(absl::string_view file) {
  if (!absl::StartsWith(file, kIdentityMagic)) return false;
  if (file.size() < kFrameSize + kSealOverhead) return false;
  const size_t bucket = file.size() - kFrameSize - kSealOverhead;
  return bucket >= 256 && (bucket & (bucket - 1)) == 0;
}

}  // namespace

absl::StatusOr<std::string> SealIdentity(const Identity& identity,
                                         const Secret& passphrase) {
  const std::string salt = RandomSalt();
  ASSIGN_OR_RETURN(const Secret key, StretchPassphrase(passphrase, salt));
  return absl::StrCat(kIdentityMagic, salt,
                      SealPadded(key, FileContext(), identity.Pack().Expose()));
}

absl::StatusOr<Identity> OpenIdentity(absl::string_view file,
                                      const Secret& passphrase) {
  if (!HasForm(file)) {
    return absl::InvalidArgumentError(
        "this is not an identity file, or only a part of one; bring back your "
        "copy of it");
  }
  ASSIGN_OR_RETURN(
      const Secret key,
      StretchPassphrase(passphrase, file.substr(kIdentityMagic.size(), kSaltSize)));
  const auto packed = OpenPadded(key, FileContext(), file.substr(kFrameSize));
  if (!packed.ok()) {
    return absl::UnauthenticatedError(
        "wrong passphrase, or the identity file is damaged; try again");
  }
  return Identity::Unpack(*packed);
}

}  // namespace klad::crypto
