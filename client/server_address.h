// A server's address as people write it.
#ifndef KLAD_CLIENT_SERVER_ADDRESS_H_
#define KLAD_CLIENT_SERVER_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

struct ServerAddress {
  enum class Kind { kName, kIpv4, kIpv6 };
  Kind kind;
  std::string host;  // without brackets
  std::string port;
};

// "klad.example:7443", "127.0.0.1:7443" or "[::1]:7443"; kInvalidArgument
// with a sentence otherwise.
absl::StatusOr<ServerAddress> ParseServerAddress(absl::string_view text);

// For gRPC; only a name asks a resolver.
std::string GrpcTarget(const ServerAddress& address);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SERVER_ADDRESS_H_
