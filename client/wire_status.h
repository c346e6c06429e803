// A status as gRPC brought it, with its Refusal.
#ifndef KLAD_CLIENT_WIRE_STATUS_H_
#define KLAD_CLIENT_WIRE_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// `text` is the server's own; `details` a serialized klad.v1.RpcStatus, whose
// Refusal becomes the payload kRefusalUrl (refusal.h), or anything else.
absl::Status StatusFromWire(int code, absl::string_view text,
                            absl::string_view details);

}  // namespace klad::client

#endif  // KLAD_CLIENT_WIRE_STATUS_H_
