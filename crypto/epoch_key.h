// Keys that have epochs: a role's key pair, a safe's symmetric key. Random
// each time, never derived from the one before; the entry that begins an epoch
// carries the key before, sealed under the new, so who opens the present opens
// the past.
#ifndef KLAD_CRYPTO_EPOCH_KEY_H_
#define KLAD_CRYPTO_EPOCH_KEY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"
#include "crypto/keys.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto {

// Whose key: a role by its name, a safe by its id.
struct EpochKeyName {
  enum class Kind { kRole, kSafe };
  Kind kind;
  std::string organisation;
  std::string subject;

  absl::string_view word() const {
    return kind == Kind::kRole ? "role" : "safe";
  }
};

// The key pair of a role's epoch, from its seed.
BoxKey RoleBoxKey(const EpochKeyName& role, uint32_t epoch, const Secret& seed);

// What the roster names a safe's key by.
std::string SafeKeyCommitment(const EpochKeyName& safe, uint32_t epoch,
                              const Secret& key);

// The key of `epoch - 1` as the entry of `epoch` carries it, and back.
std::string SealPrevious(const EpochKeyName& name, uint32_t epoch,
                         const Secret& key, const Secret& previous);
absl::StatusOr<Secret> OpenPrevious(const EpochKeyName& name, uint32_t epoch,
                                    const Secret& key,
                                    absl::string_view sealed);

// The roster's fields for a new key. `previous`: the key of the epoch before,
// null in epoch 1. A safe's head and root are the caller's to fill in.
trust::v1::RoleKey NameRoleKey(const EpochKeyName& role, uint32_t epoch,
                               const Secret& seed, const Secret* previous);
trust::v1::SafeKey NameSafeKey(const EpochKeyName& safe, uint32_t epoch,
                               const Secret& key, const Secret* previous);

// The context of an envelope that holds this key for one recipient.
Context EnvelopeContext(const EpochKeyName& name, uint32_t epoch,
                        const trust::v1::Recipient& recipient,
                        absl::string_view recipient_key);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_EPOCH_KEY_H_
