// The P-256 key of a TLS identity: a kind every gRPC language accepts.
// Immutable after it is made; may be shared by threads.
#ifndef KLAD_CRYPTO_TLS_KEY_H_
#define KLAD_CRYPTO_TLS_KEY_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace klad::crypto {

class TlsKey {
 public:
  static constexpr size_t kScalarSize = 32;
  static constexpr size_t kPointSize = 33;

  static absl::StatusOr<TlsKey> Generate();

  // `scalar`: 32 bytes, big endian, 1 to n-1; else kInvalidArgument.
  static absl::StatusOr<TlsKey> FromScalar(const Secret& scalar);

  // The one key of a secret of 16 to 64 bytes and a context:
  //   scalar = 1 + (X mod (n-1)),
  //   X = the 64 bytes of BLAKE2b-512(key = secret, input = context.bytes())
  //       read as a big-endian integer, n the order of P-256.
  static absl::StatusOr<TlsKey> Derive(const Secret& secret,
                                       const Context& context);

  // Compressed (SEC 1, 2.3.3): 33 bytes.
  const std::string& public_key() const { return public_key_; }

  // 32 bytes, big endian: for FromScalar.
  Secret Scalar() const { return scalar_.Clone(); }

  // PKCS#8 in PEM, as gRPC wants it.
  absl::StatusOr<Secret> Pem() const;

  // For certificates and TLS contexts; owned by this key.
  evp_pkey_st* pkey() const { return pkey_.get(); }

 private:
  TlsKey(Secret scalar, std::string public_key,
         std::shared_ptr<evp_pkey_st> pkey)
      : scalar_(std::move(scalar)),
        public_key_(std::move(public_key)),
        pkey_(std::move(pkey)) {}

  Secret scalar_;
  std::string public_key_;
  std::shared_ptr<evp_pkey_st> pkey_;
};

// The public half alone, from a compressed point. kInvalidArgument unless it
// is 33 bytes and a point of the curve.
absl::StatusOr<std::shared_ptr<evp_pkey_st>> TlsPublicKey(
    absl::string_view compressed);

// The compressed point of a public key; kInvalidArgument if it is not P-256.
absl::StatusOr<std::string> CompressedPoint(const evp_pkey_st* pkey);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_TLS_KEY_H_
