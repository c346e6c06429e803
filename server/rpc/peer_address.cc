#include "server/rpc/peer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

#include "absl/strings/str_cat.h"

namespace klad::rpc {
namespace {

constexpr size_t kMappedPrefix = 12;
constexpr size_t kGroupBytes = 8;  // a /64

PeerAddress FromV4(const in_addr& address, in_port_t port) {
  char text[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &address, text, sizeof text);
  return {text, absl::StrCat("ipv4:", text, ":", ntohs(port))};
}

PeerAddress FromV6(const sockaddr_in6& address) {
  if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
    in_addr inner;
    memcpy(&inner, address.sin6_addr.s6_addr + kMappedPrefix, sizeof inner);
    return FromV4(inner, address.sin6_port);
  }
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(AF_INET6, &address.sin6_addr, text, sizeof text);
  const auto* bytes = reinterpret_cast<const char*>(address.sin6_addr.s6_addr);
  return {std::string(bytes, kGroupBytes),
          absl::StrCat("ipv6:%5B", text, "%5D:", ntohs(address.sin6_port))};
}

}  // namespace

PeerAddress PeerAddress::From(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return FromV4(v4.sin_addr, v4.sin_port);
  }
  if (address.ss_family == AF_INET6) {
    return FromV6(reinterpret_cast<const sockaddr_in6&>(address));
  }
  return {};
}

}  // namespace klad::rpc
