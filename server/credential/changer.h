// Taking signed changes.
#ifndef KLAD_SERVER_CREDENTIAL_CHANGER_H_
#define KLAD_SERVER_CREDENTIAL_CHANGER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/credential.pb.h"
#include "server/access/access.h"
#include "server/credential/parts.h"
#include "server/credential/safe_books.h"

namespace klad::credential {

// Thread-safe.
class Changer {
 public:
  Changer(const Parts& parts, SafeBooks* books)
      : parts_(parts), books_(books) {}

  // A change is taken at the newest roster position and the safe's head only:
  // REASON_ROSTER_MOVED and REASON_SAFE_MOVED. REASON_CHANGE_REFUSED with the
  // rule it breaks. One that stands already is OK again.
  absl::StatusOr<trust::v1::Position> Change(
      const access::Caller& caller,
      const klad::v1::ChangeRequest& request) const;

 private:
  using PartsByHash = std::map<std::string, const std::string*>;

  absl::Status CheckStanding(const access::Directory::Snapshot& now,
                             const access::Caller& caller,
                             const crypto::vault::CheckedChange& change) const;
  absl::StatusOr<bool> StandsAlready(
      const klad::v1::ChangeRequest& request) const;
  absl::StatusOr<bool> HasMoved(const klad::v1::ChangeRequest& request) const;
  absl::StatusOr<std::string> NewestHeader(absl::string_view safe,
                                           absl::string_view credential) const;
  absl::Status AddVersion(const klad::v1::ChangeRequest& request,
                          const crypto::vault::SignedHeader& header,
                          PartsByHash* parts, store::Transaction* transaction,
                          trust::v1::LedgerRecord* record) const;

  const Parts parts_;
  SafeBooks* const books_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_CHANGER_H_
