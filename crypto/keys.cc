#include "crypto/keys.h"

#include <sodium.h>

#include "crypto/base/bytes.h"
#include "crypto/base/check.h"
#include "crypto/seal.h"

namespace klad::crypto {

SigningKey SigningKey::FromSeed(const Secret& seed) {
  CHECK_THAT(seed.size() == crypto_sign_SEEDBYTES);
  SigningKey key;
  key.secret_ = Secret(crypto_sign_SECRETKEYBYTES);
  key.public_key_.resize(crypto_sign_PUBLICKEYBYTES);
  CHECK_THAT(crypto_sign_seed_keypair(Bytes(key.public_key_),
                                      key.secret_.Fill(),
                                      Bytes(seed.Expose())) == 0);
  return key;
}

std::string SigningKey::Sign(Context context, absl::string_view body) const {
  context.Add(body);
  std::string signature(crypto_sign_BYTES, '\0');
  CHECK_THAT(crypto_sign_detached(
                 Bytes(signature), nullptr, Bytes(context.bytes()),
                 context.bytes().size(), Bytes(secret_.Expose())) == 0);
  return signature;
}

absl::Status Verify(absl::string_view public_key, Context context,
                    absl::string_view body, absl::string_view signature) {
  context.Add(body);
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES ||
      signature.size() != crypto_sign_BYTES ||
      crypto_sign_verify_detached(Bytes(signature), Bytes(context.bytes()),
                                  context.bytes().size(),
                                  Bytes(public_key)) != 0) {
    return absl::DataLossError("a signature does not verify");
  }
  return absl::OkStatus();
}

BoxKey BoxKey::FromSeed(const Secret& seed) {
  CHECK_THAT(seed.size() == crypto_scalarmult_SCALARBYTES);
  BoxKey key;
  key.secret_ = seed.Clone();
  key.public_key_.resize(crypto_scalarmult_BYTES);
  CHECK_THAT(crypto_scalarmult_base(Bytes(key.public_key_),
                                    Bytes(seed.Expose())) == 0);
  return key;
}

absl::StatusOr<Secret> BoxKey::Shared(absl::string_view point) const {
  Secret shared(crypto_scalarmult_BYTES);
  if (point.size() != crypto_scalarmult_BYTES ||
      crypto_scalarmult(shared.Fill(), Bytes(secret_.Expose()), Bytes(point)) !=
          0) {
    return DoesNotOpen();
  }
  return shared;
}

}  // namespace klad::crypto
