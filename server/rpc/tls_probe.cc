#include "server/rpc/tls_probe.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/no_sigpipe.h"
#include "crypto/base/status_macros.h"
#include "crypto/openssl.h"
#include "server/rpc/fd.h"

namespace klad::rpc {
namespace {

constexpr timeval kPatience = {5, 0};

using Ctx = crypto::Owned<SSL_CTX, SSL_CTX_free>;
using Ssl = crypto::Owned<SSL, SSL_free>;

absl::Status Broken(absl::string_view what) {
  ERR_clear_error();
  return absl::FailedPreconditionError(
      absl::StrCat("the TLS self-test failed: ", what));
}

// One end of a connection to the server.
absl::StatusOr<Fd> Connect(const std::function<void(int fd)>& hand_over) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Broken("no sockets");
  }
  Fd ours(ends[0]);
  Fd theirs(ends[1]);
  const int flags = fcntl(theirs.get(), F_GETFL);
  if (flags < 0 || fcntl(theirs.get(), F_SETFL, flags | O_NONBLOCK) != 0 ||
      setsockopt(ours.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience,
                 sizeof kPatience) != 0) {
    return Broken("no sockets");
  }
  hand_over(theirs.Release());
  return ours;
}

// The server's certificate as a client of this version sees it; empty when
// there is no handshake.
absl::StatusOr<std::string> Handshake(
    const std::function<void(int fd)>& hand_over, int version) {
  ASSIGN_OR_RETURN(const Fd fd, Connect(hand_over));
  const Ctx ctx(SSL_CTX_new(TLS_client_method()));
  if (ctx == nullptr ||
      SSL_CTX_set_min_proto_version(ctx.get(), version) != 1 ||
      SSL_CTX_set_max_proto_version(ctx.get(), version) != 1 ||
      SSL_CTX_set_cipher_list(ctx.get(), "ALL:@SECLEVEL=0") != 1) {
    return Broken("no client");
  }
  const Ssl ssl(SSL_new(ctx.get()));
  if (ssl == nullptr || SSL_set_fd(ssl.get(), fd.get()) != 1) {
    return Broken("no client");
  }
  if (SSL_connect(ssl.get()) != 1) {
    ERR_clear_error();
    return std::string();
  }
  unsigned char* der = nullptr;
  const int size = i2d_X509(SSL_get0_peer_certificate(ssl.get()), &der);
  if (size <= 0) return Broken("no certificate");
  std::string certificate(reinterpret_cast<char*>(der),
                          static_cast<size_t>(size));
  OPENSSL_free(der);
  return certificate;
}

}  // namespace

absl::Status ProbeTls(const std::function<void(int fd)>& hand_over,
                      absl::string_view certificate_der) {
  const NoSigpipe no_sigpipe;
  ASSIGN_OR_RETURN(const std::string old, Handshake(hand_over, TLS1_2_VERSION));
  if (!old.empty()) return Broken("TLS 1.2 is accepted");
  ASSIGN_OR_RETURN(const std::string seen,
                   Handshake(hand_over, TLS1_3_VERSION));
  if (seen != certificate_der) return Broken("TLS 1.3 is not served");
  return absl::OkStatus();
}

}  // namespace klad::rpc
