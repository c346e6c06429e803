// A handshake of our own with the server, to fetch its CA before there is
// trust, and to learn why gRPC could not connect.
#ifndef KLAD_CLIENT_SERVER_PROBE_H_
#define KLAD_CLIENT_SERVER_PROBE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/digest.h"
#include "crypto/tls_key.h"

namespace klad::client {

// The DER of the CA certificate in the server's chain that has this hash.
// kUnavailable when there is no handshake; kDataLoss when no certificate of
// the chain has the hash: it is not the server that was pinned.
absl::StatusOr<std::string> FetchCa(absl::string_view server,
                                    const crypto::Digest& ca_hash);

struct ProbeOptions {
  std::string server;
  std::string organisation;
  crypto::Digest ca_hash;
  std::string certificate_der;
  const crypto::TlsKey* key;
};

// OK when the server lets this certificate in; else an error that session.h
// lists.
absl::Status ProbeServer(const ProbeOptions& options);

}  // namespace klad::client

#endif  // KLAD_CLIENT_SERVER_PROBE_H_
