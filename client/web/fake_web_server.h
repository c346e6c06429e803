// A web server on loopback that answers as a test wants, and remembers what it
// was asked.
//
//   FakeWebServer server([](const std::string& request) {
//     return "HTTP/1.1 204 No Content\r\n\r\n";
//   });
//   ... server.Url("/page") ...
//
// The answer is sent as it is, and the connection is closed.
#ifndef KLAD_CLIENT_WEB_FAKE_WEB_SERVER_H_
#define KLAD_CLIENT_WEB_FAKE_WEB_SERVER_H_

#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "crypto/base/check.h"
#include "crypto/base/mutex.h"

namespace klad::web {

// A key and a certificate it signed itself, for 127.0.0.1.
class FakeCertificate {
 public:
  explicit FakeCertificate(absl::Duration lasts)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
        certificate_(X509_new(), X509_free) {
    X509* const x = certificate_.get();
    X509_set_version(x, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x),
                    static_cast<long>(absl::ToInt64Seconds(lasts)));
    X509_set_pubkey(x, key_.get());
    X509_NAME* const name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC,
        reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_EXTENSION* const alternative = X509V3_EXT_conf_nid(
        nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
    X509_add_ext(x, alternative, -1);
    X509_EXTENSION_free(alternative);
    CHECK_THAT(X509_sign(x, key_.get(), EVP_sha256()) > 0);
  }

  void WriteTo(const std::string& path) const {
    FILE* const file = fopen(path.c_str(), "w");
    CHECK_THAT(file != nullptr &&
               PEM_write_X509(file, certificate_.get()) == 1);
    fclose(file);
  }

  X509* certificate() const { return certificate_.get(); }
  EVP_PKEY* key() const { return key_.get(); }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

class FakeWebServer {
 public:
  // Of the request it is given everything up to the empty line. An empty
  // answer: the connection is closed without one.
  using Answer = std::function<std::string(const std::string& request)>;

  explicit FakeWebServer(Answer answer, const FakeCertificate* tls = nullptr)
      : answer_(std::move(answer)),
        context_(tls == nullptr ? nullptr : SSL_CTX_new(TLS_server_method()),
                 SSL_CTX_free),
        listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (tls != nullptr) {
      SSL_CTX_use_certificate(context_.get(), tls->certificate());
      SSL_CTX_use_PrivateKey(context_.get(), tls->key());
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    CHECK_THAT(bind(listener_, any, size) == 0 && listen(listener_, 64) == 0 &&
               getsockname(listener_, any, &size) == 0);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { Accept(); });
  }

  ~FakeWebServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& each : connections_) each.join();
    close(listener_);
  }
  FakeWebServer(const FakeWebServer&) = delete;
  FakeWebServer& operator=(const FakeWebServer&) = delete;

  std::string Url(absl::string_view path) const {
    return absl::StrCat(context_ == nullptr ? "http" : "https",
                        "://127.0.0.1:", port_, path);
  }

  // "HEAD /page", in the order in which they came.
  std::vector<std::string> Asked() const {
    MutexLock lock(&mutex_);
    return asked_;
  }
  // How many were answered at once, at most.
  int Most() const {
    MutexLock lock(&mutex_);
    return most_;
  }

 private:
  void Accept() {
    for (;;) {
      const int peer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) return;
      connections_.emplace_back([this, peer] { Serve(peer); });
    }
  }

  void Serve(int peer) {
    std::unique_ptr<SSL, decltype(&SSL_free)> tls(
        context_ == nullptr ? nullptr : SSL_new(context_.get()), SSL_free);
    if (tls != nullptr) SSL_set_fd(tls.get(), peer);
    if (tls == nullptr || SSL_accept(tls.get()) == 1) Talk(peer, tls.get());
    shutdown(peer, SHUT_RDWR);
    close(peer);
  }

  void Talk(int peer, SSL* tls) {
    std::string request;
    char bytes[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t count = tls == nullptr ? recv(peer, bytes, sizeof bytes, 0)
                                           : SSL_read(tls, bytes, sizeof bytes);
      if (count <= 0) return;
      request.append(bytes, static_cast<size_t>(count));
    }
    {
      MutexLock lock(&mutex_);
      asked_.push_back(request.substr(0, request.find(" HTTP/")));
      most_ = std::max(most_, ++now_);
    }
    const std::string answer = answer_(request);
    if (tls == nullptr) {
      send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
    } else {
      SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
      SSL_shutdown(tls);
    }
    MutexLock lock(&mutex_);
    --now_;
  }

  const Answer answer_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  const int listener_;
  int port_ = 0;
  std::vector<std::thread> connections_;  // of the acceptor, then of the end
  mutable Mutex mutex_;
  std::vector<std::string> asked_ ABSL_GUARDED_BY(mutex_);
  int now_ ABSL_GUARDED_BY(mutex_) = 0;
  int most_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread acceptor_;
};

}  // namespace klad::web

#endif  // KLAD_CLIENT_WEB_FAKE_WEB_SERVER_H_
