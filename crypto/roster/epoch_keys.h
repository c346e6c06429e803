// The keys behind epochs (crypto/epoch_key.h), by the roster's own words.
#ifndef KLAD_CRYPTO_ROSTER_EPOCH_KEYS_H_
#define KLAD_CRYPTO_ROSTER_EPOCH_KEYS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/epoch_key.h"
#include "crypto/keys.h"
#include "crypto/roster/types.h"

namespace klad::crypto::roster {

// As crypto/epoch_key.h names it.
EpochKeyName NameOf(absl::string_view organisation, const KeyName& key);

// That this is the secret which the roster names for the epoch; kDataLoss
// otherwise. Everything that was opened is checked by it before it is used.
absl::Status CheckSecret(absl::string_view organisation, const KeyName& key,
                         const KeyEpoch& epoch, const Secret& secret);

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
