#include "client/web/request.h"

#include <sys/socket.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "client/web/private_address.h"

namespace klad::web {
namespace {

constexpr size_t kMaxHost = 255;
// What sites ask of whoever is no browser: a name, and where it comes from.
constexpr char kAgent[] = "Mozilla/5.0 (compatible; klad link check)";

std::string Part(const Curl& curl, CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl.url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl.free(text);
  return copy;
}

// libcurl would do it by the locale, which may be C.
std::string AsciiHost(const std::string& host) {
  if (std::all_of(host.begin(), host.end(),
                  [](char c) { return absl::ascii_isascii(c); })) {
    return absl::AsciiStrToLower(host);
  }
  UErrorCode error = U_ZERO_ERROR;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::array<char, kMaxHost + 1> ascii{};
  UIDNA* const idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &error);
  const int32_t size = uidna_nameToASCII_UTF8(
      idna, host.data(), static_cast<int32_t>(host.size()), ascii.data(),
      kMaxHost, &info, &error);
  uidna_close(idna);
  return U_SUCCESS(error) && info.errors == 0 ? std::string(ascii.data(), size)
                                              : "";
}

}  // namespace

std::optional<Address> ParseAddress(const Curl& curl, const std::string& text) {
  Address address{{curl.url(), curl.url_cleanup}, ""};
  CURLU* const url = address.url.get();
  if (curl.url_set(url, CURLUPART_URL, text.c_str(), CURLU_URLENCODE) !=
      CURLUE_OK) {
    return std::nullopt;
  }
  const std::string scheme = Part(curl, url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return std::nullopt;
  address.host = AsciiHost(Part(curl, url, CURLUPART_HOST));
  if (address.host.empty() ||
      curl.url_set(url, CURLUPART_HOST, address.host.c_str(), 0) != CURLUE_OK) {
    return std::nullopt;
  }
  return address;
}

Request::Request(const Curl* curl, const ProbeLimits* limits)
    : curl_(*curl),
      limits_(*limits),
      handle_(curl->easy_init(), curl->easy_cleanup) {
  const auto timeout_ms =
      static_cast<long>(absl::ToInt64Milliseconds(limits->timeout));
  Set(CURLOPT_USERAGENT, kAgent);
  Set(CURLOPT_PROXY, "");
  Set(CURLOPT_COOKIEFILE, "");
  Set(CURLOPT_CERTINFO, 1L);
  Set(CURLOPT_TIMEOUT_MS, timeout_ms);
  Set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  Set(CURLOPT_WRITEFUNCTION, &Request::Refuse);
  Set(CURLOPT_OPENSOCKETFUNCTION, &Request::Open);
  Set(CURLOPT_OPENSOCKETDATA, this);
  // As the curl program does, for whoever has an authority of their own.
  if (const char* file = std::getenv("SSL_CERT_FILE")) {
    Set(CURLOPT_CAINFO, file);
  }
}

void Request::Prepare(const Address& address, Ask ask) {
  refused_ = false;
  Set(CURLOPT_CURLU, address.url.get());
  Set(CURLOPT_NOBODY, ask == Ask::kHead ? 1L : 0L);
}

curl_socket_t Request::Open(void* self, curlsocktype,
                            struct curl_sockaddr* address) {
  auto* request = static_cast<Request*>(self);
  if (!request->limits_.open_private && IsPrivate(address->addr)) {
    request->refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC,
                address->protocol);
}

size_t Request::Refuse(char*, size_t, size_t, void*) { return 0; }

Ending Request::EndingOf(CURLcode code, int status) const {
  switch (code) {
    case CURLE_OK:
      return Ending::kAnswered;
    case CURLE_WRITE_ERROR:  // it was about to send more than its head
      return status > 0 ? Ending::kAnswered : Ending::kUnreachable;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Ending::kNoHost;
    case CURLE_OPERATION_TIMEDOUT:
      return Ending::kTimeout;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Ending::kCertificate;
    case CURLE_COULDNT_CONNECT:
      return refused_ ? Ending::kPrivate : Ending::kUnreachable;
    default:
      return Ending::kUnreachable;
  }
}

int64_t Request::CertificateEnd() const {
  struct curl_certinfo* chain = nullptr;
  if (curl_.easy_getinfo(handle_.get(), CURLINFO_CERTINFO, &chain) !=
          CURLE_OK ||
      chain == nullptr) {
    return 0;
  }
  int64_t earliest = 0;
  for (int i = 0; i < chain->num_of_certs; ++i) {
    for (const curl_slist* line = chain->certinfo[i]; line != nullptr;
         line = line->next) {
      absl::string_view text = line->data;
      absl::Time end;
      if (!absl::ConsumePrefix(&text, "Expire date:") ||
          !absl::ParseTime("%b %d %H:%M:%S %Y GMT", text, &end, nullptr)) {
        continue;
      }
      const int64_t end_ms = absl::ToUnixMillis(end);
      if (earliest == 0 || end_ms < earliest) earliest = end_ms;
    }
  }
  return earliest;
}

Answer Request::Take(CURLcode code) const {
  Answer answer;
  long status = 0;
  char* redirect = nullptr;
  curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_.easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &redirect);
  answer.status = static_cast<int>(status);
  answer.ending = EndingOf(code, answer.status);
  if (redirect != nullptr) answer.redirect = redirect;
  answer.certificate_until_ms = CertificateEnd();
  answer.broken = code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR ||
                  code == CURLE_RECV_ERROR || code == CURLE_HTTP2 ||
                  code == CURLE_HTTP2_STREAM;
  return answer;
}

}  // namespace klad::web
