#include "server/rpc/tls.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <cstdlib>

#include "absl/synchronization/mutex.h"
#include "crypto/base/check.h"

namespace klad::rpc {
namespace {

using grpc::experimental::ExternalCertificateVerifier;
using grpc::experimental::TlsCustomVerificationCheckRequest;

class RosterVerifier : public ExternalCertificateVerifier {
 public:
  RosterVerifier(const access::Membership& membership, CallerCache& callers,
                 const Clock& clock)
      : membership_(membership), callers_(callers), clock_(clock) {}

  bool Verify(TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    const grpc::string_ref pem = request->peer_cert();
    if (!Allowed({pem.data(), pem.size()})) {
      *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "");
    }
    return true;
  }

  void Cancel(TlsCustomVerificationCheckRequest*) override {}

 private:
  bool Allowed(absl::string_view pem) {
    const int64_t now_ms = clock_.NowMs();
    return access::MayConnect(*callers_.Find(pem, now_ms), membership_, now_ms);
  }

  const access::Membership& membership_;
  CallerCache& callers_;
  const Clock& clock_;
};

}  // namespace

void PrepareGrpc() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CHECK_THAT(setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES128-GCM-SHA256", 1) == 0);
}

std::shared_ptr<grpc::ServerCredentials> MakeTlsCredentials(
    const TlsIdentity& identity, const access::Membership& membership,
    CallerCache& callers, const Clock& clock) {
  const std::string key(identity.key_pem.Expose());
  auto provider =
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          identity.ca_pem, std::vector<grpc::experimental::IdentityKeyCertPair>{
                               {key, identity.chain_pem}});
  grpc::experimental::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.set_check_call_host(false);
  options.set_certificate_verifier(
      ExternalCertificateVerifier::Create<RosterVerifier>(membership, callers,
                                                          clock));
  return grpc::experimental::TlsServerCredentials(options);
}

}  // namespace klad::rpc
