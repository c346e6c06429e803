// What makes this server this server: its organisation, CA and audit key. Made
// once by `kladd init`, kept in the sealed store, so that a backup has them.
#ifndef KLAD_SERVER_APP_SERVER_KEYS_H_
#define KLAD_SERVER_APP_SERVER_KEYS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"
#include "klad/store/v1/records.pb.h"
#include "klad/trust/v1/identity.pb.h"
#include "server/audit/signed_head.h"
#include "server/base/clock.h"
#include "server/roster/issuer.h"
#include "server/store/store.h"

namespace klad::app {

// Immutable; may be shared by threads.
class ServerKeys : public audit::HeadSigner, public roster::Issuer {
 public:
  // New keys for a new organisation, reachable at `address` (host:port).
  static absl::StatusOr<store::v1::ServerRecord> Make(absl::string_view address,
                                                      int64_t now_ms);

  // kFailedPrecondition when the store has none: it was never initialised.
  static absl::StatusOr<std::unique_ptr<ServerKeys>> Load(store::Store* store,
                                                          const Clock* clock);

  const std::string& organisation() const { return record_.organisation(); }
  const std::string& address() const { return record_.address(); }
  const std::string& listen() const { return record_.listen(); }
  const crypto::CertificateAuthority& ca() const { return ca_; }
  const std::string& audit_key() const { return audit_.public_key(); }

  std::string Sign(const trust::v1::Position& head) override;
  absl::StatusOr<std::string> IssueMember(absl::string_view member,
                                          absl::string_view tls_key,
                                          int64_t until_ms) const override;

  absl::StatusOr<std::string> IssueGuest(const crypto::Subject& guest,
                                         absl::string_view tls_key,
                                         int64_t until_ms) const override;

  // For this process's listener.
  absl::StatusOr<std::string> IssueServer(const crypto::TlsKey& key) const;

  // A line that opens the door for an hour.
  absl::StatusOr<std::string> IssueDoor() const;

 private:
  ServerKeys(store::v1::ServerRecord record, crypto::CertificateAuthority ca,
             crypto::SigningKey audit, const Clock* clock)
      : record_(std::move(record)),
        ca_(std::move(ca)),
        audit_(std::move(audit)),
        clock_(clock) {}

  const store::v1::ServerRecord record_;  // without its secrets
  const crypto::CertificateAuthority ca_;
  const crypto::SigningKey audit_;
  const Clock* const clock_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_SERVER_KEYS_H_
