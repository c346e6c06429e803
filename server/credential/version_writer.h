// What a checked change adds to a safe's records.
#ifndef KLAD_SERVER_CREDENTIAL_VERSION_WRITER_H_
#define KLAD_SERVER_CREDENTIAL_VERSION_WRITER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "crypto/vault/change.h"
#include "klad/store/v1/records.pb.h"
#include "klad/trust/v1/ledger.pb.h"
#include "klad/v1/credential.pb.h"
#include "server/store/store.h"

namespace klad::credential {

// For one change; all that it is made from outlives it. REASON_CHANGE_REFUSED
// with the rule that is broken.
class VersionWriter {
 public:
  VersionWriter(store::Store* store, const klad::v1::ChangeRequest& request,
                store::Transaction* transaction,
                trust::v1::LedgerRecord* record);

  // The version and the parts it brings. Writing is exposure: whoever brings a
  // secret has seen it.
  absl::Status Add(const crypto::vault::SignedHeader& header);

  // A version whose secret comes from where it stands in another safe; nobody
  // has seen it for that.
  absl::Status AddArrival(const crypto::vault::SignedHeader& header,
                          const trust::v1::Header& left);

  // That no part is left over.
  absl::Status End() const;

 private:
  absl::Status AddVersion(const crypto::vault::SignedHeader& header);
  absl::Status AddSecret(const trust::v1::Header& header);
  absl::Status NameAttachments(const trust::v1::Header& header);
  absl::StatusOr<std::string> TakePart(const std::string& hash, size_t limit);
  absl::StatusOr<std::string> OverviewBefore(
      const trust::v1::Header& header) const;

  store::Store* const store_;
  const std::string safe_;
  store::Transaction* const transaction_;
  trust::v1::LedgerRecord* const record_;
  std::map<std::string, const std::string*> parts_;  // by hash
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_VERSION_WRITER_H_
