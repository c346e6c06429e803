// The key pairs of suite 1: Ed25519 signatures (RFC 8032), X25519 (RFC 7748).
#ifndef KLAD_CRYPTO_KEYS_H_
#define KLAD_CRYPTO_KEYS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"

namespace klad::crypto {

class SigningKey {
 public:
  static SigningKey FromSeed(const Secret& seed);  // 32 bytes

  const std::string& public_key() const { return public_key_; }

  // 64 bytes over the context with `body` as its last field.
  std::string Sign(Context context, absl::string_view body) const;

 private:
  Secret secret_;
  std::string public_key_;
};

// kDataLoss unless `signature` is the key's over this context and body.
absl::Status Verify(absl::string_view public_key, Context context,
                    absl::string_view body, absl::string_view signature);

class BoxKey {
 public:
  static BoxKey FromSeed(const Secret& seed);  // 32 bytes: the scalar

  const std::string& public_key() const { return public_key_; }

  // X25519 with `point`; kDataLoss for a point of small order.
  absl::StatusOr<Secret> Shared(absl::string_view point) const;

 private:
  Secret secret_;
  std::string public_key_;
};

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_KEYS_H_
