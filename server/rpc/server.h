// The listening server: mutual TLS 1.3 for members and doors, a Unix socket
// for the machine's own administrator, one pipeline behind both.
#ifndef KLAD_SERVER_RPC_SERVER_H_
#define KLAD_SERVER_RPC_SERVER_H_

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/tls_key.h"
#include "server/access/access.h"
#include "server/base/bell.h"
#include "server/base/clock.h"
#include "server/rpc/denial_sink.h"
#include "server/rpc/limits.h"
#include "server/rpc/method_table.h"

namespace klad::rpc {

struct ServerOptions {
  std::string listen;        // "127.0.0.1:7443", "[::1]:7443"; port 0: any
  std::string local_socket;  // path of the Unix socket; empty: none
  std::string ca_der;
  std::string certificate_der;          // of the server, issued by that CA
  const crypto::TlsKey* key = nullptr;  // of the certificate; used in Start
  Limits limits;
  bool verbose = false;  // a line for every call, not only for failures
  // Rings after every commit, for streams; null: there are none.
  Bell* bell = nullptr;
};

// Everything given to Start must outlive the server. Thread-safe.
class Server {
 public:
  // Call before anything else uses gRPC: it settles, for the process, that
  // TLS 1.2 is refused, proves it with a handshake, and fails otherwise.
  // `table` is bound, not yet built: Start builds it, and fails as Build does.
  // kInvalidArgument for the options, kFailedPrecondition for the self-test,
  // kUnavailable when it cannot listen.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      ServerOptions options, MethodTable table,
      const access::Membership& membership, DenialSink& denials,
      const Clock& clock);

  virtual ~Server() = default;  // drains without patience

  // As bound, with the real port.
  virtual std::string address() const = 0;

  // Shuts every connection that has carried a call of this member. Its calls
  // are refused by the roster already; this ends what is in flight.
  virtual void CloseMember(absl::string_view member_id) = 0;

  // Health says NOT_SERVING, no new connection or call is taken, calls in
  // flight finish; those that have not by then are cancelled. Once.
  virtual void Drain(std::chrono::milliseconds patience) = 0;

  virtual int connections() const = 0;

  // Counters in the Prometheus text format.
  virtual std::string MetricsText() const = 0;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_SERVER_H_
