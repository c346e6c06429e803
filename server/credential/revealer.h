// The delivery of secrets, and the record that comes before it.
#ifndef KLAD_SERVER_CREDENTIAL_REVEALER_H_
#define KLAD_SERVER_CREDENTIAL_REVEALER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/store/v1/records.pb.h"
#include "klad/v1/credential.pb.h"
#include "server/access/access.h"
#include "server/audit/exposures.h"
#include "server/credential/parts.h"
#include "server/credential/reader.h"
#include "server/credential/safe_books.h"

namespace klad::credential {

// Thread-safe.
class Revealer {
 public:
  Revealer(const Parts& parts, SafeBooks* books, const Reader* reader)
      : parts_(parts), books_(books), reader_(reader) {}
  virtual ~Revealer() = default;

  // For purpose `export` the member needs the permission credential.export.
  // Two reads of the store: the secret, and whether this member has seen this
  // generation for this purpose. A repeat is recorded without waiting; the
  // first is verified and durable before the secret is given out, and access is
  // decided once more after it. `can_wait`: else a first reveal answers
  // MustWait() (server/rpc/call.h) through `must_wait`.
  absl::Status Reveal(const access::Caller& caller,
                      const klad::v1::RevealRequest& request, bool can_wait,
                      bool* must_wait,
                      klad::v1::RevealResponse* response) const;

  // What a member may ask to be shown for; a write is never asked for.
  static bool MayAsk(trust::v1::Purpose purpose);

  // Whether the caller may be shown a secret of the credential now. One that
  // was moved is open to whoever may read the safe that it is in too.
  virtual absl::Status Decide(const access::Directory::Snapshot& now,
                              const access::Caller& caller,
                              absl::string_view safe,
                              absl::string_view credential,
                              trust::v1::Purpose purpose) const;

 protected:
  // What any way of asking needs.
  absl::Status DecidePurpose(const access::Directory::Snapshot& now,
                             const access::Caller& caller,
                             trust::v1::Purpose purpose) const;
  const Parts& parts() const { return parts_; }

 private:
  // What of the exposure is to be recorded.
  absl::StatusOr<store::v1::ExposureRecord> CheckExposure(
      const access::Directory::Snapshot& now, const access::Caller& caller,
      const klad::v1::RevealRequest& request, uint64_t generation) const;
  absl::Status RecordFirst(const access::Caller& caller,
                           const klad::v1::RevealRequest& request,
                           const audit::ExposureName& name) const;

  const Parts parts_;
  SafeBooks* const books_;
  const Reader* const reader_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_REVEALER_H_
