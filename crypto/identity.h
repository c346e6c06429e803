// A member's identity: a 32-byte seed, from which an Ed25519 and an X25519 key
// are derived under labels of their own, and a P-256 key for TLS. It is made
// on the member's machine and leaves it only sealed (identity_file.h).
#ifndef KLAD_CRYPTO_IDENTITY_H_
#define KLAD_CRYPTO_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/digest.h"
#include "crypto/keys.h"
#include "crypto/tls_key.h"
#include "klad/trust/v1/identity.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto {

inline constexpr size_t kIdSize = 16;  // of organisations, members, safes...

// Like a std::string: const methods may be called by several threads.
class Identity {
 public:
  static constexpr size_t kSeedSize = 32;

  // A new identity with random keys. `about` says whose: organisation and
  // member (16 bytes each), server and CA hash; the founding hash may still be
  // missing. kInvalidArgument for anything of another size.
  static absl::StatusOr<Identity> Create(trust::v1::Identity about);

  // With keys that are given: the recovery kit's, an invitation's.
  static absl::StatusOr<Identity> FromKeys(Secret seed, TlsKey tls,
                                           trust::v1::Identity about);

  // The whole of it, secrets first, for the kernel's key ring and the
  // identity file: seed 32 || TLS scalar 32 || serialized about. The founding
  // hash must be set by now.
  Secret Pack() const;

  // kDataLoss for anything that Pack does not return; kUnimplemented ("needs a
  // newer klad") for fields that it does not know.
  static absl::StatusOr<Identity> Unpack(const Secret& packed);

  const trust::v1::Identity& about() const { return about_; }
  void set_founding(const Digest& founding);
  void set_server(absl::string_view address, const Digest& ca);

  const SigningKey& signing_key() const { return sign_; }
  const BoxKey& box_key() const { return box_; }
  const TlsKey& tls_key() const { return tls_; }
  trust::v1::PublicKeys PublicKeys() const;

  // For what the client keeps on this machine between commands.
  Secret StateKey() const;

 private:
  Identity(Secret seed, TlsKey tls, trust::v1::Identity about);

  Secret seed_;
  SigningKey sign_;
  BoxKey box_;
  TlsKey tls_;
  trust::v1::Identity about_;
};

// The signing and box key of a seed, for whoever has no Identity: an
// invitation's secret.
SigningKey IdentitySigningKey(const Secret& seed,
                              absl::string_view organisation);
BoxKey IdentityBoxKey(const Secret& seed, absl::string_view organisation);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_IDENTITY_H_
