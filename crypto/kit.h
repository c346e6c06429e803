// The recovery kit: an identity of role owner on paper. Its printed code is
//
//   KLAD-KIT XXXX-XXXX-...     14 groups of 4 in Crockford's base 32
//   base32(secret 16 || first 16 bytes of the founding hash || checksum 3)
//
// Organisation, server and CA come with the door line; the founding hash in
// the code says whether they lead to the right place.
#ifndef KLAD_CRYPTO_KIT_H_
#define KLAD_CRYPTO_KIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"
#include "crypto/identity.h"
#include "klad/trust/v1/identity.pb.h"

namespace klad::crypto {

class Kit {
 public:
  static constexpr size_t kSecretSize = 16;
  static constexpr size_t kFoundingSize = 16;

  // A new one. It names no founding until one is set.
  static Kit Create();

  // Takes what a person typed: case, spaces and hyphens do not matter, nor O
  // for 0, I or L for 1, nor the leading word. kInvalidArgument with a
  // sentence for a code that is incomplete or mistyped.
  static absl::StatusOr<Kit> Parse(absl::string_view code);

  // For paper: whoever reads it is an owner.
  Secret Code(const Digest& founding) const;

  // Whether the kit was made for the organisation with this founding hash.
  bool MadeFor(const Digest& founding) const;

  // The kit's keys; they are derived, the same every time. `about` as in
  // Identity::Create, with the kit's member id.
  absl::StatusOr<Identity> ToIdentity(trust::v1::Identity about) const;

 private:
  Kit(Secret secret, std::string founding);

  Secret secret_;
  std::string founding_;  // 16 bytes, or empty
};

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_KIT_H_
