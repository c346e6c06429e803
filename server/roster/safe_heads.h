// What the roster asks of the safes when an entry names something in one;
// supplied by app.
#ifndef KLAD_SERVER_ROSTER_SAFE_HEADS_H_
#define KLAD_SERVER_ROSTER_SAFE_HEADS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "google/protobuf/repeated_field.h"
#include "klad/trust/v1/roster.pb.h"
#include "klad/trust/v1/share.pb.h"
#include "klad/trust/v1/signed.pb.h"
#include "server/store/store.h"

namespace klad::roster {

using ShareList = google::protobuf::RepeatedPtrField<trust::v1::ShareEnvelope>;

struct StoredHead {
  trust::v1::Position position;  // sequence 0: no change yet
  std::string root;              // 32 zero bytes then
  store::Expect expect;          // that it is still so
};

// Thread-safe.
class SafeHeads {
 public:
  virtual ~SafeHeads() = default;
  virtual absl::StatusOr<StoredHead> HeadOf(absl::string_view safe) const = 0;

  // Adds to `transaction` what stores exactly the envelopes that the share
  // needs to begin, in the state after its entry. REASON_ENVELOPE_MISSING, and
  // REASON_CREDENTIAL_UNKNOWN.
  virtual absl::Status PutShare(const crypto::roster::State& after,
                                const trust::v1::Shared& share,
                                const ShareList& given,
                                store::Transaction* transaction) const = 0;
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_SAFE_HEADS_H_
