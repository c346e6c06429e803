// The secrets behind the epochs of roles and safes, 32 random bytes each: of a
// role the seed of its key pair, of a safe the key itself.
//
//   role box    X25519 scalar Derive(seed, context(role-box, organisation,
//               role, epoch))
//   commitment  Derive(key, context(commitment, organisation, safe, epoch))
//   previous    Seal(secret, context(previous-epoch, organisation, purpose,
//               subject, epoch), secret of epoch - 1)
//   envelope    to the recipient's box key, with context(envelope,
//               organisation, purpose, subject, epoch, recipient kind,
//               recipient, recipient's epoch, box key)
//
// purpose: "role" or "safe"; subject: the role's name or the safe's id;
// recipient kind: "member", "invitation" or "role"; recipient: its id or name;
// recipient's epoch: of a role, else 0.
#ifndef KLAD_CRYPTO_ROSTER_EPOCH_KEYS_H_
#define KLAD_CRYPTO_ROSTER_EPOCH_KEYS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/keys.h"
#include "crypto/roster/types.h"

namespace klad::crypto::roster {

BoxKey RoleBox(const Secret& seed, absl::string_view organisation,
               absl::string_view role, uint32_t epoch);
std::string SafeCommitment(const Secret& key, absl::string_view organisation,
                           absl::string_view safe, uint32_t epoch);

// That this is the secret which the roster names for the epoch; kDataLoss
// otherwise. Everything that was opened is checked by it before it is used.
absl::Status CheckSecret(absl::string_view organisation, const KeyName& key,
                         const KeyEpoch& epoch, const Secret& secret);

// `epoch` is the one of `secret`; `before` is the secret of the one before.
std::string SealPrevious(absl::string_view organisation, const KeyName& key,
                         uint32_t epoch, const Secret& secret,
                         const Secret& before);
absl::StatusOr<Secret> OpenPrevious(absl::string_view organisation,
                                    const KeyName& key, uint32_t epoch,
                                    const Secret& secret,
                                    absl::string_view sealed);

// kDataLoss for a recipient's key of small order.
absl::StatusOr<trust::v1::Envelope> SealEnvelope(absl::string_view organisation,
                                                 const Sealing& sealing,
                                                 const Secret& secret);
// Of what `sealing`, computed from the roster, says about it; `mine` is the
// recipient's. kDataLoss if it does not open.
absl::StatusOr<Secret> OpenEnvelope(absl::string_view organisation,
                                    const Sealing& sealing, const BoxKey& mine,
                                    absl::string_view sealed);

// As envelopes travel.
trust::v1::KeyName ToProto(const KeyName& key);
trust::v1::Recipient ToProto(const Recipient& recipient);
trust::v1::Position ToProto(const Position& position);

}  // namespace klad::crypto::roster

#endif  // KLAD_CRYPTO_ROSTER_EPOCH_KEYS_H_
