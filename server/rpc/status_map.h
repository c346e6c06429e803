// What of a status leaves the server: refusals in full, of everything else
// the code alone.
#ifndef KLAD_SERVER_RPC_STATUS_MAP_H_
#define KLAD_SERVER_RPC_STATUS_MAP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::rpc {

struct WireStatus {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string text;
  std::string details;  // serialized klad.v1.RpcStatus, or empty
};

// A status without a Refusal becomes UNAVAILABLE if it is that, else INTERNAL,
// with a sentence of ours: no text of an engine, no name of a file.
WireStatus ToWire(const absl::Status& status);

// The way back, for our own local client.
absl::Status FromWire(const WireStatus& status);

absl::string_view CodeName(absl::StatusCode code);  // "PERMISSION_DENIED"

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_STATUS_MAP_H_
