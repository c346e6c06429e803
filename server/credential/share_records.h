// The envelopes of shared credentials: one record for each credential, with
// the keys of its two newest parts for everybody it is shared with.
#ifndef KLAD_SERVER_CREDENTIAL_SHARE_RECORDS_H_
#define KLAD_SERVER_CREDENTIAL_SHARE_RECORDS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "crypto/vault/change.h"
#include "google/protobuf/repeated_field.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/share.pb.h"
#include "server/store/store.h"

namespace klad::credential {

using ShareEnvelopes =
    google::protobuf::RepeatedPtrField<trust::v1::ShareEnvelope>;

// Adds to `transaction` what stores the envelopes of the new parts of these
// headers, for each share in force at the header's time.
// REASON_ENVELOPE_MISSING unless `given` has exactly those, each sealed to the
// recipient's key of now.
absl::Status PutShares(store::Store* store, const crypto::roster::State& roster,
                       absl::string_view safe,
                       const std::vector<crypto::vault::SignedHeader>& headers,
                       const ShareEnvelopes& given,
                       store::Transaction* transaction);

// The same of both newest parts for one share that begins, with the
// expectation that they stay the newest. REASON_CREDENTIAL_UNKNOWN for what is
// not there or deleted.
absl::Status PutNewShare(store::Store* store,
                         const crypto::roster::State& roster,
                         const trust::v1::Shared& share,
                         const ShareEnvelopes& given,
                         store::Transaction* transaction);

// kDataLoss when envelopes are stored that no share of this credential can have
// made: of another part, version or size, or one twice.
absl::Status CheckShares(store::Store* store, absl::string_view safe,
                         const trust::v1::Header& newest);

// Those for one member.
absl::StatusOr<std::vector<trust::v1::ShareEnvelope>> LoadShare(
    store::Store* store, absl::string_view safe, absl::string_view credential,
    absl::string_view member);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_SHARE_RECORDS_H_
