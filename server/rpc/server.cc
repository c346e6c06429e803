#include "server/rpc/server.h"

#include <grpc/support/log.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <atomic>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "server/rpc/caller_cache.h"
#include "server/rpc/connections.h"
#include "server/rpc/listener.h"
#include "server/rpc/pipeline.h"
#include "server/rpc/sockets.h"
#include "server/rpc/tls.h"
#include "server/rpc/tls_probe.h"
#include "server/rpc/transport.h"

namespace klad::rpc {
namespace {

using Acceptor = grpc::experimental::ExternalConnectionAcceptor;
using ConnectionType =
    grpc::ServerBuilder::experimental_type::ExternalConnectionType;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

absl::StatusOr<TlsIdentity> MakeIdentity(const ServerOptions& options) {
  if (options.key == nullptr) {
    return absl::InvalidArgumentError("the server has no key");
  }
  RETURN_IF_ERROR(crypto::ReadCertificate(options.certificate_der).status());
  TlsIdentity identity;
  ASSIGN_OR_RETURN(identity.ca_pem, crypto::PemFromDer(options.ca_der));
  ASSIGN_OR_RETURN(identity.chain_pem,
                   crypto::PemFromDer(options.certificate_der));
  identity.chain_pem += identity.ca_pem;
  ASSIGN_OR_RETURN(identity.key_pem, options.key->Pem());
  return identity;
}

void SetLimits(const Limits& limits, grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(limits.message_bytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                              limits.metadata_bytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, limits.streams);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MAX_FRAME_SIZE,
                              limits.frame_bytes);
  builder->AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS,
                              limits.handshake_ms);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, limits.idle_ms);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, limits.age_ms);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                              limits.call_ms);
  builder->AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  builder->AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  for (int i = 1; i < GRPC_COMPRESS_ALGORITHMS_COUNT; ++i) {
    builder->SetCompressionAlgorithmSupportStatus(
        static_cast<grpc_compression_algorithm>(i), false);
  }
}

void HandOver(Acceptor* acceptor, int fd) {
  Acceptor::NewConnectionParameters connection;
  connection.fd = fd;
  acceptor->HandleNewConnection(&connection);
}

class GrpcServer : public Server {
 public:
  GrpcServer(ServerOptions options, MethodTable table,
             const access::Membership& membership, DenialSink& denials,
             const Clock& clock)
      : options_(std::move(options)),
        membership_(membership),
        clock_(clock),
        connections_(options_.limits),
        pipeline_(options_.limits, options_.verbose, std::move(table),
                  membership, denials, clock, callers_),
        transport_(MakeTransport(&pipeline_, &connections_)) {}

  ~GrpcServer() override {
    if (options_.bell != nullptr) options_.bell->Listen(nullptr);
    Drain(milliseconds(0));
  }

  absl::Status Open() {
    ASSIGN_OR_RETURN(const TlsIdentity identity, MakeIdentity(options_));
    ASSIGN_OR_RETURN(Fd tcp, ListenTcp(options_.listen));
    ASSIGN_OR_RETURN(address_, BoundAddress(tcp));
    Fd local;
    if (!options_.local_socket.empty()) {
      ASSIGN_OR_RETURN(local, ListenLocal(options_.local_socket));
    }
    RETURN_IF_ERROR(StartGrpc(identity));
    if (options_.bell != nullptr) {
      options_.bell->Listen([this] { pipeline_.Wake(); });
    }
    const auto to_tls = [this](int fd) { HandOver(tls_.get(), fd); };
    const auto to_local = [this](int fd) { HandOver(local_.get(), fd); };
    RETURN_IF_ERROR(ProbeTls(to_tls, options_.certificate_der));
    ASSIGN_OR_RETURN(listener_,
                     Listener::Start(std::move(tcp), to_tls, std::move(local),
                                     to_local, &connections_));
    return absl::OkStatus();
  }

  std::string address() const override { return address_; }

  void CloseMember(absl::string_view member_id) override {
    connections_.CloseMember(member_id);
  }

  void Drain(milliseconds patience) override {
    if (grpc_ == nullptr || drained_.exchange(true)) return;
    const auto until = steady_clock::now() + patience;
    grpc_->GetHealthCheckService()->SetServingStatus(false);
    pipeline_.Drain();
    if (listener_ != nullptr) listener_->StopAccepting();
    while (pipeline_.in_flight() > 0 && steady_clock::now() < until) {
      std::this_thread::sleep_for(milliseconds(5));
    }
    grpc_->Shutdown(system_clock::now() + (until - steady_clock::now()));
  }

  int connections() const override { return connections_.count(); }

  std::string MetricsText() const override {
    return absl::StrCat(pipeline_.MetricsText(),
                        Gauge("klad_connections", connections_.count()));
  }

 private:
  absl::Status StartGrpc(const TlsIdentity& identity) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    SetLimits(options_.limits, &builder);
    builder.RegisterCallbackGenericService(transport_.get());
    tls_ = builder.experimental().AddExternalConnectionAcceptor(
        ConnectionType::FROM_FD,
        MakeTlsCredentials(identity, membership_, callers_, clock_));
    local_ = builder.experimental().AddExternalConnectionAcceptor(
        ConnectionType::FROM_FD, grpc::InsecureServerCredentials());
    grpc_ = builder.BuildAndStart();
    if (grpc_ == nullptr) return absl::InternalError("gRPC did not start");
    grpc_->GetHealthCheckService()->SetServingStatus(true);
    return absl::OkStatus();
  }

  const ServerOptions options_;
  const access::Membership& membership_;
  const Clock& clock_;
  CallerCache callers_;
  Connections connections_;
  Pipeline pipeline_;
  std::unique_ptr<grpc::CallbackGenericService> transport_;
  std::unique_ptr<Acceptor> tls_;
  std::unique_ptr<Acceptor> local_;
  std::unique_ptr<grpc::Server> grpc_;
  std::unique_ptr<Listener> listener_;
  std::string address_;
  std::atomic<bool> drained_{false};
};

// gRPC's own log speaks of its source files, at a stranger's wish.
void IgnoreGrpcLog(gpr_log_func_args*) {}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    ServerOptions options, MethodTable table,
    const access::Membership& membership, DenialSink& denials,
    const Clock& clock) {
  RETURN_IF_ERROR(table.Build());
  PrepareGrpc();
  gpr_set_log_function(IgnoreGrpcLog);
  RaiseDescriptorLimit();
  auto server = std::make_unique<GrpcServer>(
      std::move(options), std::move(table), membership, denials, clock);
  RETURN_IF_ERROR(server->Open());
  return server;
}

}  // namespace klad::rpc
