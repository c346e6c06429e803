#include "tests/hostile/program/rude_server.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/security/server_credentials.h>

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/tls_key.h"

namespace klad::testing {

class RudeServer::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(std::string words) : words_(std::move(words)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext*) override {
    class Ending : public grpc::ServerGenericBidiReactor {
     public:
      void OnDone() override { delete this; }
    };
    auto* ending = new Ending();
    ending->Finish(grpc::Status(grpc::StatusCode::FAILED_PRECONDITION, words_));
    return ending;
  }

 private:
  const std::string words_;
};

absl::StatusOr<std::unique_ptr<RudeServer>> RudeServer::Start(
    const app::ServerKeys& keys, const std::string& address,
    const std::string& words) {
  ASSIGN_OR_RETURN(const crypto::TlsKey key, crypto::TlsKey::Generate());
  ASSIGN_OR_RETURN(const std::string der, keys.IssueServer(key));
  ASSIGN_OR_RETURN(const std::string certificate, crypto::PemFromDer(der));
  ASSIGN_OR_RETURN(const std::string ca, crypto::PemFromDer(keys.ca().der()));
  ASSIGN_OR_RETURN(const Secret pem, key.Pem());
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY);
  options.pem_root_certs = ca;
  options.pem_key_cert_pairs.push_back(
      {std::string(pem.Expose()), certificate + ca});
  std::unique_ptr<RudeServer> server(new RudeServer());
  server->service_ = std::make_unique<Service>(words);
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::SslServerCredentials(options));
  builder.RegisterCallbackGenericService(server->service_.get());
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) {
    return absl::UnavailableError("the rude server does not start");
  }
  return server;
}

RudeServer::~RudeServer() {
  if (server_ != nullptr) server_->Shutdown();
}

}  // namespace klad::testing
