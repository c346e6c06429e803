// The keys of roles and safes: one per epoch, random, never derived from the
// one before. Each carries the one before sealed under itself, and is named in
// the roster: a role's by its public key, a safe's by a commitment.
//
//   commitment  = Derive(key, context(commitment, organisation, safe, epoch))
//   role's pair = X25519 of Derive(seed, context(role-box, organisation, role,
//                 epoch))
//   previous    = Seal(key n, context(previous-epoch, organisation, "safe" or
//                 "role", safe or role, n - 1), key n - 1)
#ifndef KLAD_CRYPTO_EPOCH_KEY_H_
#define KLAD_CRYPTO_EPOCH_KEY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/context.h"
#include "crypto/keys.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::crypto {

struct NewSafeKey {
  trust::v1::SafeKey entry;  // head and root are the caller's to set
  Secret key;                // 32 bytes
};
struct NewRoleKey {
  trust::v1::RoleKey entry;
  Secret seed;  // 32 bytes
};

// Epoch 1 has no key before it, every other has one.
NewSafeKey MakeSafeKey(absl::string_view organisation, absl::string_view safe,
                       uint32_t epoch, const Secret* before);
NewRoleKey MakeRoleKey(absl::string_view organisation, absl::string_view role,
                       uint32_t epoch, const Secret* before);

BoxKey RoleBoxKey(absl::string_view organisation, absl::string_view role,
                  uint32_t epoch, const Secret& seed);

// kDataLoss unless the entry names this key.
absl::Status CheckSafeKey(absl::string_view organisation,
                          const trust::v1::SafeKey& entry, const Secret& key);
absl::Status CheckRoleKey(absl::string_view organisation,
                          const trust::v1::RoleKey& entry, const Secret& seed);

// The key of epoch n - 1, checked against `before`, the entry that names it;
// `entry` and the key are those of epoch n. kDataLoss when it does not open.
absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const trust::v1::SafeKey& entry,
                                    const Secret& key,
                                    const trust::v1::SafeKey& before);
absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const trust::v1::RoleKey& entry,
                                    const Secret& seed,
                                    const trust::v1::RoleKey& before);

// What an envelope is for.
inline constexpr char kPurposeRole[] = "role";    // subject: the role's name
inline constexpr char kPurposeSafe[] = "safe";    // subject: the safe's id
inline constexpr char kPurposeShare[] = "share";  // subject: the credential's

// context(envelope, organisation, purpose, subject, epoch, "member" |
// "invitation" | "role", id or name, [the role's epoch], recipient's box key).
// The recipient has a kind.
Context EnvelopeContext(absl::string_view organisation,
                        absl::string_view purpose, absl::string_view subject,
                        uint64_t epoch, const trust::v1::Recipient& recipient,
                        absl::string_view box);

}  // namespace klad::crypto

#endif  // KLAD_CRYPTO_EPOCH_KEY_H_
