// A secret key sealed to the public key of one recipient.
//
//   e random; E = e*B; s = X25519(e, R); k = BLAKE2b-256(key s, E||R||context)
//   envelope = E || Seal(k, context, secret)
#ifndef KLAD_CRYPTO_ENVELOPE_H_
#define KLAD_CRYPTO_ENVELOPE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"
#include "crypto/keys.h"

namespace klad::crypto {

// The context names organisation, purpose, subject, epoch, recipient and
// recipient's key: see FORMAT.md. kDataLoss for a key of small order.
absl::StatusOr<std::string> SealTo(absl::string_view recipient_key,
                                   const Context& context,
                                   const Secret& secret);

absl::StatusOr<Secret> OpenFrom(const BoxKey& mine, const Context& context,
                                absl::string_view envelope);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_ENVELOPE_H_
