#include "client/server_address.h"

#include <arpa/inet.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using Kind = ServerAddress::Kind;

bool IsAddress(int family, const std::string& host) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(family, host.c_str(), bytes) == 1;
}

}  // namespace

absl::StatusOr<ServerAddress> ParseServerAddress(absl::string_view text) {
  const absl::Status bad =
      Error(ExitCode::kUsage, Say("\"$0\" is no server's address", text),
            Tr("write it like klad.example:7443"));
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(text.substr(colon + 1), &port) || port == 0 ||
      port > 0xffff) {
    return bad;
  }
  absl::string_view host = text.substr(0, colon);
  const bool bracketed =
      absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  ServerAddress address{Kind::kName, std::string(host), absl::StrCat(port)};
  if (bracketed) address.kind = Kind::kIpv6;
  if (!bracketed && IsAddress(AF_INET, address.host)) {
    address.kind = Kind::kIpv4;
  }
  const bool sound = bracketed
                         ? IsAddress(AF_INET6, address.host)
                         : !host.empty() && !absl::StrContains(host, ':') &&
                               !absl::StrContains(host, '/');
  if (!sound) return bad;
  return address;
}

std::string GrpcTarget(const ServerAddress& address) {
  switch (address.kind) {
    case Kind::kIpv4:
      return absl::StrCat("ipv4:", address.host, ":", address.port);
    case Kind::kIpv6:
      return absl::StrCat("ipv6:[", address.host, "]:", address.port);
    case Kind::kName:
      break;
  }
  return absl::StrCat("dns:///", address.host, ":", address.port);
}

}  // namespace klad::client
