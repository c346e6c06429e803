#include "crypto/envelope.h"

#include <sodium.h>

#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/seal.h"

namespace klad::crypto {
namespace {

constexpr size_t kPointSize = 32;

Secret MessageKey(const Secret& shared, absl::string_view ephemeral,
                  absl::string_view recipient_key, const Context& context) {
  const std::string input =
      absl::StrCat(ephemeral, recipient_key, context.bytes());
  Secret key(kKeySize);
  CHECK_THAT(crypto_generichash(
                 key.Fill(), key.size(),
                 reinterpret_cast<const unsigned char*>(input.data()),
                 input.size(),
                 reinterpret_cast<const unsigned char*>(shared.Expose().data()),
                 shared.size()) == 0);
  return key;
}

}  // namespace

absl::StatusOr<std::string> SealTo(absl::string_view recipient_key,
                                   const Context& context,
                                   const Secret& secret) {
  const BoxKey ephemeral = BoxKey::FromSeed(Secret::Random(kKeySize));
  ASSIGN_OR_RETURN(const Secret shared, ephemeral.Shared(recipient_key));
  const Secret key =
      MessageKey(shared, ephemeral.public_key(), recipient_key, context);
  return absl::StrCat(ephemeral.public_key(),
                      Seal(key, context, secret.Expose()));
}

absl::StatusOr<Secret> OpenFrom(const BoxKey& mine, const Context& context,
                                absl::string_view envelope) {
  if (envelope.size() < kPointSize) return DoesNotOpen();
  const absl::string_view ephemeral = envelope.substr(0, kPointSize);
  ASSIGN_OR_RETURN(const Secret shared, mine.Shared(ephemeral));
  const Secret key = MessageKey(shared, ephemeral, mine.public_key(), context);
  return Open(key, context, envelope.substr(kPointSize));
}

}  // namespace klad::crypto
