// Where denials are recorded; the ledger stands behind it.
#ifndef KLAD_SERVER_RPC_DENIAL_SINK_H_
#define KLAD_SERVER_RPC_DENIAL_SINK_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/error.pb.h"
#include "server/access/access.h"

namespace klad::rpc {

class DenialSink {
 public:
  virtual ~DenialSink() = default;

  // Returns when the record is durable. Called on workers, several at once.
  // If it fails the call ends kUnavailable: nobody is told "denied" unseen.
  virtual absl::Status Denied(const access::Caller& caller,
                              absl::string_view method, v1::Reason reason) = 0;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_DENIAL_SINK_H_
