// One call between the transport and the pipeline, from arrival to answer.
#ifndef KLAD_SERVER_RPC_EXCHANGE_H_
#define KLAD_SERVER_RPC_EXCHANGE_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "server/access/access.h"
#include "server/rpc/method_table.h"
#include "server/rpc/status_map.h"

namespace klad::rpc {

class Exchange {
 public:
  virtual ~Exchange() = default;

  // Sends `response` as one message of a stream. When it has been written out,
  // and not before, the transport calls Pipeline::Continue: so a slow reader
  // holds one message.
  virtual void Send() = 0;

  // Sends `response`, or the error; of a stream, how it ended. Called once; the
  // pipeline does not touch the exchange afterwards.
  virtual void Answer(WireStatus status) = 0;

  // The caller is known: a connection may be remembered as theirs.
  virtual void Identified(const access::Caller& caller) = 0;

  // Nobody waits for the answer any more.
  virtual bool Cancelled() const = 0;

  // Set by the transport. The views live as long as the exchange.
  absl::string_view method;       // "klad.v1.SystemService/Ping"
  absl::string_view certificate;  // PEM, verified by TLS; empty: none
  bool local = false;             // came through the Unix socket
  absl::string_view raw;          // the request
  std::chrono::steady_clock::time_point deadline;

  // The pipeline's own.
  uint64_t id = 0;
  std::chrono::steady_clock::time_point arrived;
  const Method* bound = nullptr;
  std::shared_ptr<const access::Caller> caller;
  bool admitted = false;
  bool can_wait = false;  // on a worker
  std::string response;
  StreamState stream;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_EXCHANGE_H_
