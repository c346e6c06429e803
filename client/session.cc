#include "client/session.h"

#include <grpc/support/log.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/rpc_method.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <grpcpp/support/sync_stream.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "client/refusal.h"
#include "client/server_address.h"
#include "client/server_probe.h"
#include "client/wire_status.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"

namespace klad::client {
namespace {

using google::protobuf::MessageLite;
using grpc::experimental::ExternalCertificateVerifier;
using grpc::experimental::TlsCustomVerificationCheckRequest;
using grpc::internal::RpcMethod;

constexpr int kMessageBytes = 8 << 20;
constexpr std::chrono::minutes kStreamDeadline(30);
constexpr std::chrono::seconds kReconnectPatience(5);
constexpr int kLongestBackoffMs = 5'000;

// The server's certificate must name the organisation; TLS checked that the
// pinned CA issued it.
class PinnedServer : public ExternalCertificateVerifier {
 public:
  explicit PinnedServer(std::string uri) : uri_(std::move(uri)) {}

  bool Verify(TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    const std::vector<grpc::string_ref> uris = request->uri_names();
    if (uris.size() != 1 || uris[0] != grpc::string_ref(uri_)) {
      *status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, "");
    }
    return true;
  }

  void Cancel(TlsCustomVerificationCheckRequest*) override {}

 private:
  const std::string uri_;
};

void IgnoreGrpcLog(gpr_log_func_args*) {}

// gRPC 1.51 has no option against TLS 1.2: a list of suites for it that nobody
// can use leaves 1.3 alone.
// Debian's Abseil looks for deadlocks whenever gRPC takes a lock.
void PrepareGrpc() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CHECK_THAT(setenv("GRPC_SSL_CIPHER_SUITES", "PSK-AES128-GCM-SHA256", 1) == 0);
  gpr_set_log_function(IgnoreGrpcLog);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MakeCredentials(
    const SessionOptions& options) {
  ASSIGN_OR_RETURN(const std::string ca, crypto::PemFromDer(options.ca_der));
  ASSIGN_OR_RETURN(const std::string certificate,
                   crypto::PemFromDer(options.certificate_der));
  ASSIGN_OR_RETURN(const Secret key, options.key->Pem());
  auto provider =
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          ca, std::vector<grpc::experimental::IdentityKeyCertPair>{
                  {std::string(key.Expose()), certificate}});
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(provider);
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_verify_server_certs(true);
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      ExternalCertificateVerifier::Create<PinnedServer>(crypto::SubjectUri(
          {crypto::Subject::Kind::kServer, options.organisation})));
  return grpc::experimental::TlsCredentials(tls);
}

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestBackoffMs);
  // Every session has a connection of its own.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return arguments;
}

class GrpcSession : public Session {
 public:
  GrpcSession(SessionOptions options, Secret scalar,
              std::shared_ptr<grpc::Channel> channel)
      : options_(std::move(options)),
        scalar_(std::move(scalar)),
        channel_(std::move(channel)) {}

  absl::Status Call(absl::string_view method, const MessageLite& request,
                    MessageLite* response,
                    std::chrono::milliseconds deadline) override {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    const std::string path = absl::StrCat("/", method);
    const grpc::Status status =
        grpc::internal::BlockingUnaryCall<MessageLite, MessageLite>(
            channel_.get(), RpcMethod(path.c_str(), RpcMethod::NORMAL_RPC),
            &context, request, response);
    return Outcome(status);
  }

  absl::Status Stream(absl::string_view method, const MessageLite& request,
                      MessageLite* response,
                      absl::FunctionRef<absl::Status()> taken) override {
    // A channel whose server was away connects again only while somebody waits
    // for it. What it cannot do, the call says.
    channel_->WaitForConnected(std::chrono::system_clock::now() +
                               kReconnectPatience);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kStreamDeadline);
    const std::string path = absl::StrCat("/", method);
    const std::unique_ptr<grpc::ClientReader<MessageLite>> reader(
        grpc::internal::ClientReaderFactory<MessageLite>::Create(
            channel_.get(),
            RpcMethod(path.c_str(), RpcMethod::SERVER_STREAMING), &context,
            request));
    absl::Status stopped;
    while (stopped.ok() && reader->Read(response)) stopped = taken();
    if (!stopped.ok()) context.TryCancel();
    const grpc::Status status = reader->Finish();
    return stopped.ok() ? Outcome(status) : stopped;
  }

  const std::string& ca_der() const override { return options_.ca_der; }
  std::shared_ptr<grpc::Channel> channel() const override { return channel_; }

 private:
  absl::Status Outcome(const grpc::Status& status) const {
    if (status.ok()) return absl::OkStatus();
    absl::Status failed =
        StatusFromWire(static_cast<int>(status.error_code()),
                       status.error_message(), status.error_details());
    if (!absl::IsUnavailable(failed) ||
        ReasonOf(failed) != klad::v1::REASON_UNSPECIFIED) {
      return failed;
    }
    const absl::Status probed = Probe();
    return probed.ok() ? failed : probed;
  }

  // gRPC does not say why it could not connect.
  absl::Status Probe() const {
    ASSIGN_OR_RETURN(const crypto::TlsKey key,
                     crypto::TlsKey::FromScalar(scalar_));
    return ProbeServer({options_.server, options_.organisation,
                        options_.ca_hash, options_.certificate_der, &key});
  }

  const SessionOptions options_;  // `key` is not used after Connect
  const Secret scalar_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Session>> Session::Connect(
    SessionOptions options) {
  CHECK_THAT(options.key != nullptr);
  PrepareGrpc();
  ASSIGN_OR_RETURN(const ServerAddress address,
                   ParseServerAddress(options.server));
  if (crypto::CaHash(options.ca_der) != options.ca_hash) {
    ASSIGN_OR_RETURN(options.ca_der, FetchCa(options.server, options.ca_hash));
  }
  ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(options));
  auto channel =
      grpc::CreateCustomChannel(GrpcTarget(address), credentials, Arguments());
  Secret scalar = options.key->Scalar();
  return std::make_unique<GrpcSession>(std::move(options), std::move(scalar),
                                       std::move(channel));
}

}  // namespace klad::client
