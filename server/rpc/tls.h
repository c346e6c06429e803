// Mutual TLS 1.3 for gRPC's server.
#ifndef KLAD_SERVER_RPC_TLS_H_
#define KLAD_SERVER_RPC_TLS_H_

#include <memory>
#include <string>

#include "crypto/base/secret.h"
#include "server/access/access.h"
#include "server/base/clock.h"
#include "server/rpc/caller_cache.h"

namespace grpc {
class ServerCredentials;
}

namespace klad::rpc {

// Before the first use of gRPC in the process. gRPC 1.51 accepts TLS 1.2 and
// has no option against it; its list of suites for 1.2 comes from the
// environment, and one that nobody can use leaves 1.3 alone. Debian's Abseil
// looks for deadlocks whenever gRPC takes a lock; that is switched off.
void PrepareGrpc();

struct TlsIdentity {
  std::string ca_pem;
  std::string chain_pem;  // the server's certificate, then the CA's
  Secret key_pem;
};

// Requires a client certificate of our CA, and within the handshake asks the
// roster: members it does not name are refused, doors let through.
std::shared_ptr<grpc::ServerCredentials> MakeTlsCredentials(
    const TlsIdentity& identity, const access::Membership& membership,
    CallerCache& callers, const Clock& clock);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_TLS_H_
