#include "tests/load/etcd.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/tls_key.h"
#include "etcd.pb.h"
#include "tests/load/klad_work.h"
#include "tests/support/safe_chain.h"

namespace klad::load {
namespace {

using crypto::Subject;
using crypto::TlsKey;
using grpc::experimental::ExternalCertificateVerifier;
using testing::FreePort;
using testing::kSecretBytes;
using testing::Process;
using testing::WriteWhole;

constexpr std::chrono::seconds kPatience(30);
constexpr double kFillSeconds = 300;
constexpr size_t kIdSize = 16;

struct Pem {
  std::string certificate;
  std::string key;
};

struct Certificates {
  std::string ca;
  Pem server;
  Pem client;
};

absl::StatusOr<Pem> Issue(const crypto::CertificateAuthority& ca,
                          Subject::Kind kind, int64_t now_ms) {
  ASSIGN_OR_RETURN(const TlsKey key, TlsKey::Generate());
  ASSIGN_OR_RETURN(
      const std::string der,
      ca.Issue({kind, std::string(Secret::Random(kIdSize).Expose())},
               key.public_key(), now_ms, now_ms + crypto::kDayMs));
  ASSIGN_OR_RETURN(const Secret pem, key.Pem());
  ASSIGN_OR_RETURN(std::string certificate, crypto::PemFromDer(der));
  return Pem{std::move(certificate), std::string(pem.Expose())};
}

absl::StatusOr<Certificates> MakeCertificates() {
  const int64_t now_ms = absl::ToUnixMillis(absl::Now());
  ASSIGN_OR_RETURN(TlsKey key, TlsKey::Generate());
  ASSIGN_OR_RETURN(const auto ca, crypto::CertificateAuthority::Create(
                                      std::move(key), now_ms));
  Certificates made;
  ASSIGN_OR_RETURN(made.ca, crypto::PemFromDer(ca.der()));
  ASSIGN_OR_RETURN(made.server, Issue(ca, Subject::Kind::kServer, now_ms));
  ASSIGN_OR_RETURN(made.client, Issue(ca, Subject::Kind::kMember, now_ms));
  return made;
}

// The CA was made for this one server.
class AnyNameOfOurs : public ExternalCertificateVerifier {
 public:
  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest*,
              std::function<void(grpc::Status)>, grpc::Status*) override {
    return true;
  }
  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest*) override {
  }
};

std::shared_ptr<grpc::Channel> OpenLane(const Certificates& certificates,
                                        int port) {
  grpc::experimental::TlsChannelCredentialsOptions tls;
  tls.set_certificate_provider(
      std::make_shared<grpc::experimental::StaticDataCertificateProvider>(
          certificates.ca,
          std::vector<grpc::experimental::IdentityKeyCertPair>{
              {certificates.client.key, certificates.client.certificate}}));
  tls.watch_root_certs();
  tls.watch_identity_key_cert_pairs();
  tls.set_verify_server_certs(true);
  tls.set_check_call_host(false);
  tls.set_certificate_verifier(
      ExternalCertificateVerifier::Create<AnyNameOfOurs>());
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(absl::StrCat("ipv4:127.0.0.1:", port),
                                   grpc::experimental::TlsCredentials(tls),
                                   arguments);
}

absl::StatusOr<Process> StartNode(const std::string& program,
                                  const std::string& folder,
                                  const Certificates& certificates, int port) {
  RETURN_IF_ERROR(WriteWhole(folder + "/ca.pem", certificates.ca));
  RETURN_IF_ERROR(
      WriteWhole(folder + "/server.pem", certificates.server.certificate));
  RETURN_IF_ERROR(WriteWhole(folder + "/server.key", certificates.server.key));
  ASSIGN_OR_RETURN(const int peers, FreePort());
  const std::string url = absl::StrCat("https://127.0.0.1:", port);
  const std::string peer_url = absl::StrCat("http://127.0.0.1:", peers);
  return Process::Start(
      {.arguments = {program, "--data-dir=" + folder + "/data",
                     "--listen-client-urls=" + url,
                     "--advertise-client-urls=" + url,
                     "--listen-peer-urls=" + peer_url,
                     "--initial-advertise-peer-urls=" + peer_url,
                     "--initial-cluster=default=" + peer_url,
                     "--client-cert-auth",
                     "--trusted-ca-file=" + folder + "/ca.pem",
                     "--cert-file=" + folder + "/server.pem",
                     "--key-file=" + folder + "/server.key", "--logger=zap",
                     "--log-level=error"},
       .environment = {},
       .output = folder + "/etcd.log",
       .errors = folder + "/etcd.log"});
}

std::string KeyOf(int number) { return absl::StrCat("credential/", number); }

}  // namespace

absl::StatusOr<std::unique_ptr<Etcd>> Etcd::Start(const std::string& program,
                                                  const std::string& folder,
                                                  int keys) {
  std::unique_ptr<Etcd> etcd(new Etcd(keys));
  ASSIGN_OR_RETURN(const Certificates certificates, MakeCertificates());
  ASSIGN_OR_RETURN(const int port, FreePort());
  ASSIGN_OR_RETURN(etcd->process_,
                   StartNode(program, folder, certificates, port));
  for (int i = 0; i < kConnections; ++i) {
    etcd->lanes_.push_back(OpenLane(certificates, port));
    if (!etcd->lanes_.back()->WaitForConnected(
            std::chrono::system_clock::now() + kPatience)) {
      return absl::UnavailableError(
          absl::StrCat("etcd does not let us in; see ", folder, "/etcd.log"));
    }
  }
  Prepared puts(kPut, Prepared::Order::kOnce);
  puts.Load(etcd->Puts());
  RETURN_IF_ERROR(
      Drive(etcd->lanes_, &puts, {.seconds = kFillSeconds}).status());
  return etcd;
}

std::vector<grpc::ByteBuffer> Etcd::Ranges() const {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < keys_; ++i) {
    etcdserverpb::RangeRequest request;
    request.set_key(KeyOf(i));
    requests.push_back(ToBuffer(request));
  }
  std::shuffle(requests.begin(), requests.end(), std::mt19937(1));
  return requests;
}

std::vector<grpc::ByteBuffer> Etcd::Puts() const {
  std::vector<grpc::ByteBuffer> requests;
  for (int i = 0; i < keys_; ++i) {
    etcdserverpb::PutRequest request;
    request.set_key(KeyOf(i));
    request.set_value(std::string(Secret::Random(kSecretBytes).Expose()));
    requests.push_back(ToBuffer(request));
  }
  std::shuffle(requests.begin(), requests.end(), std::mt19937(2));
  return requests;
}

}  // namespace klad::load
