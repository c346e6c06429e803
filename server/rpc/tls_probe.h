// A proof, at every start, that TLS 1.2 is refused.
#ifndef KLAD_SERVER_RPC_TLS_PROBE_H_
#define KLAD_SERVER_RPC_TLS_PROBE_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::rpc {

// Hands sockets to the server and tries it as clients of TLS 1.2 (must fail)
// and 1.3 (must see `certificate_der`); kFailedPrecondition otherwise.
absl::Status ProbeTls(const std::function<void(int fd)>& hand_over,
                      absl::string_view certificate_der);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_TLS_PROBE_H_
