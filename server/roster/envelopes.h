// The envelopes of the roster's keys: one record for each epoch of each key.
#ifndef KLAD_SERVER_ROSTER_ENVELOPES_H_
#define KLAD_SERVER_ROSTER_ENVELOPES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/roster/state.h"
#include "crypto/roster/types.h"
#include "google/protobuf/repeated_field.h"
#include "klad/trust/v1/signed.pb.h"
#include "server/store/store.h"

namespace klad::roster {

using EnvelopeList =
    google::protobuf::RepeatedPtrField<trust::v1::EpochEnvelopes>;

std::string EnvelopeKey(const crypto::roster::KeyName& key, uint32_t epoch);

// Adds to `transaction` what stores exactly the envelopes that `needed` asks
// for. REASON_ENVELOPE_MISSING unless `given` has each of them, sealed to the
// right key, and no other.
absl::Status StoreEnvelopes(store::Store* store,
                            const std::vector<crypto::roster::Sealing>& needed,
                            const EnvelopeList& given,
                            store::Transaction* transaction);

// Adds what takes the envelopes of these invitations out of the records, those
// that the transaction already puts included. What a used line could open is
// gone then.
absl::Status DropEnvelopes(store::Store* store,
                           const crypto::roster::State& roster,
                           const std::set<crypto::roster::Id>& invitations,
                           store::Transaction* transaction);

// The record of one epoch; kNotFound if there is none.
absl::StatusOr<trust::v1::EpochEnvelopes> LoadEnvelopes(
    store::Store* store, const crypto::roster::KeyName& key, uint32_t epoch);

// Whether one of them is for this recipient, sealed to its key.
bool HasEnvelope(const trust::v1::EpochEnvelopes& envelopes,
                 const crypto::roster::Recipient& recipient);

// REASON_BAD_FIELD unless exactly one kind is set.
absl::StatusOr<crypto::roster::KeyName> ParseKeyName(
    const trust::v1::KeyName& name);

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_ENVELOPES_H_
