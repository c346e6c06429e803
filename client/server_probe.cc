#include "client/server_probe.h"

#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <ctime>
#include <utility>
#include <vector>

#include "client/error.h"
#include "client/server_address.h"
#include "client/words/words.h"
#include "crypto/base/no_sigpipe.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/openssl.h"

namespace klad::client {
namespace {

using crypto::Owned;

constexpr timeval kPatience = {5, 0};
constexpr unsigned char kHttp2[] = {2, 'h', '2'};

absl::Status CannotConnect(absl::string_view server) {
  ERR_clear_error();
  return Error(ExitCode::kUnavailable, Say("cannot connect to $0", server),
               Tr("is kladd running there, and the network up?"));
}

absl::Status WrongServer(absl::string_view server) {
  return Error(
      ExitCode::kIntegrity,
      Say("the server at $0 is not the one this identity belongs to", server),
      Tr("check the address; if it is right, tell an owner: somebody may be in "
         "between"));
}

absl::Status NotLetIn(absl::string_view server) {
  return Error(
      ExitCode::kLocked,
      Say("the server at $0 does not know you as an active member", server),
      Tr("ask an owner; a lost certificate needs kladd door"));
}

absl::Status Expired() {
  return Error(
      ExitCode::kLocked, Tr("your certificate has expired"),
      Tr("kladd door, on the server, prints a code to come back with"));
}

// One TLS connection, for the time of a probe.
class Connection {
 public:
  Connection() = default;
  ~Connection() {
    ssl_.reset();
    if (fd_ >= 0) close(fd_);
  }
  Connection(const Connection&) = delete;

  absl::Status Open(absl::string_view server);
  absl::Status Present(const ProbeOptions& options);
  absl::Status Handshake(absl::string_view server);
  std::vector<std::string> Chain() const;
  bool Welcomed();

 private:
  const NoSigpipe no_sigpipe_;  // outlives the rest
  int fd_ = -1;
  Owned<SSL_CTX, SSL_CTX_free> ctx_;
  Owned<SSL, SSL_free> ssl_;
};

absl::StatusOr<int> Dial(absl::string_view server) {
  ASSIGN_OR_RETURN(const ServerAddress address, ParseServerAddress(server));
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found) !=
      0) {
    return CannotConnect(server);
  }
  const Owned<addrinfo, freeaddrinfo> all(found);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const int fd = socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) continue;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience) ==
            0 &&
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience) ==
            0 &&
        connect(fd, one->ai_addr, one->ai_addrlen) == 0) {
      return fd;
    }
    close(fd);
  }
  return CannotConnect(server);
}

absl::Status Connection::Open(absl::string_view server) {
  ASSIGN_OR_RETURN(fd_, Dial(server));
  ctx_.reset(SSL_CTX_new(TLS_client_method()));
  if (ctx_ == nullptr ||
      SSL_CTX_set_min_proto_version(ctx_.get(), TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_alpn_protos(ctx_.get(), kHttp2, sizeof kHttp2) != 0) {
    return absl::InternalError("OpenSSL failed to prepare a connection");
  }
  ssl_.reset(SSL_new(ctx_.get()));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), fd_) != 1) {
    return absl::InternalError("OpenSSL failed to prepare a connection");
  }
  return absl::OkStatus();
}

absl::Status Connection::Present(const ProbeOptions& options) {
  const auto* data =
      reinterpret_cast<const unsigned char*>(options.certificate_der.data());
  if (SSL_use_certificate_ASN1(
          ssl_.get(), data, static_cast<int>(options.certificate_der.size())) !=
          1 ||
      SSL_use_PrivateKey(ssl_.get(), options.key->pkey()) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError(
        "the member's certificate does not fit its key");
  }
  return absl::OkStatus();
}

absl::Status Connection::Handshake(absl::string_view server) {
  ERR_clear_error();
  return SSL_connect(ssl_.get()) == 1 ? absl::OkStatus()
                                      : CannotConnect(server);
}

std::vector<std::string> Connection::Chain() const {
  std::vector<std::string> chain;
  const STACK_OF(X509)* certificates = SSL_get_peer_cert_chain(ssl_.get());
  for (int i = 0; i < sk_X509_num(certificates); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(sk_X509_value(certificates, i), &der);
    if (size <= 0) continue;
    chain.emplace_back(reinterpret_cast<char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
  }
  return chain;
}

// In TLS 1.3 the server judges us after our handshake is done: by hanging up,
// or by the first bytes of HTTP/2.
bool Connection::Welcomed() {
  char byte = 0;
  const bool welcomed = SSL_read(ssl_.get(), &byte, 1) == 1;
  ERR_clear_error();
  return welcomed;
}

// gRPC's server hangs up without an alert: we look for ourselves.
bool HasExpired(absl::string_view certificate_der) {
  const auto facts = crypto::ReadCertificate(certificate_der);
  return facts.ok() && facts->until_ms <= int64_t{time(nullptr)} * 1000;
}

absl::StatusOr<std::string> FindCa(const std::vector<std::string>& chain,
                                   const crypto::Digest& ca_hash,
                                   absl::string_view server) {
  for (const std::string& der : chain) {
    if (crypto::CaHash(der) == ca_hash) return der;
  }
  return WrongServer(server);
}

}  // namespace

absl::StatusOr<std::string> FetchCa(absl::string_view server,
                                    const crypto::Digest& ca_hash) {
  Connection connection;
  RETURN_IF_ERROR(connection.Open(server));
  RETURN_IF_ERROR(connection.Handshake(server));
  return FindCa(connection.Chain(), ca_hash, server);
}

absl::Status ProbeServer(const ProbeOptions& options) {
  Connection connection;
  RETURN_IF_ERROR(connection.Open(options.server));
  RETURN_IF_ERROR(connection.Present(options));
  RETURN_IF_ERROR(connection.Handshake(options.server));
  const std::vector<std::string> chain = connection.Chain();
  RETURN_IF_ERROR(FindCa(chain, options.ca_hash, options.server).status());
  const auto facts = crypto::ReadCertificate(chain[0]);
  if (!facts.ok() ||
      facts->subject != crypto::Subject{crypto::Subject::Kind::kServer,
                                        options.organisation}) {
    return WrongServer(options.server);
  }
  if (connection.Welcomed()) return absl::OkStatus();
  return HasExpired(options.certificate_der) ? Expired()
                                             : NotLetIn(options.server);
}

}  // namespace klad::client
