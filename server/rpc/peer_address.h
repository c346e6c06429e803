// Where a connection comes from.
#ifndef KLAD_SERVER_RPC_PEER_ADDRESS_H_
#define KLAD_SERVER_RPC_PEER_ADDRESS_H_

#include <sys/socket.h>

#include <string>

namespace klad::rpc {

struct PeerAddress {
  std::string group;  // what limits count: an IPv4 address or an IPv6 /64
  std::string uri;    // as gRPC's ServerContext::peer() writes it

  // An IPv4 address inside IPv6 counts as IPv4. Other families: both empty.
  static PeerAddress From(const sockaddr_storage& address);
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_PEER_ADDRESS_H_
