// One request of HTTP, as libcurl makes it.
#ifndef KLAD_CLIENT_WEB_REQUEST_H_
#define KLAD_CLIENT_WEB_REQUEST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "client/web/curl.h"
#include "client/web/probe.h"

namespace klad::web {

enum class Ask { kHead, kBody };

struct Answer {
  Ending ending = Ending::kUnreachable;
  int status = 0;
  std::string redirect;  // where the answer leads, absolute; or empty
  int64_t certificate_until_ms = 0;  // of a connection that was made for it
  bool broken = false;               // the connection ended before an answer
};

// An address taken apart. Letters beyond ASCII are encoded, in the host as IDNA
// has it (UTS 46).
struct Address {
  std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)> url;
  std::string host;
};

// Nothing for what is no address of http or https.
std::optional<Address> ParseAddress(const Curl& curl, const std::string& text);

// May ask again once it ended, and then keeps the cookies it was given.
class Request {
 public:
  // Both outlive it.
  Request(const Curl* curl, const ProbeLimits* limits);
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  // What the handle does when a multi handle takes it. The address stays until
  // the next one, or the request's end.
  void Prepare(const Address& address, Ask ask);

  CURL* handle() const { return handle_.get(); }

  // What came of it, when libcurl ended with `code`.
  Answer Take(CURLcode code) const;

 private:
  static curl_socket_t Open(void* self, curlsocktype purpose,
                            struct curl_sockaddr* address);
  static size_t Refuse(char* bytes, size_t size, size_t count, void* self);

  Ending EndingOf(CURLcode code, int status) const;
  int64_t CertificateEnd() const;
  template <typename T>
  void Set(CURLoption option, T value) const {
    curl_.easy_setopt(handle_.get(), option, value);
  }

  const Curl& curl_;
  const ProbeLimits& limits_;
  std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> handle_;
  bool refused_ = false;  // an address that lies inside
};

}  // namespace klad::web

#endif  // KLAD_CLIENT_WEB_REQUEST_H_
