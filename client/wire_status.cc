#include "client/wire_status.h"

#include <string>

#include "absl/strings/cord.h"
#include "client/refusal.h"
#include "klad/v1/error.pb.h"

namespace klad::client {

absl::Status StatusFromWire(int code, absl::string_view text,
                            absl::string_view details) {
  absl::Status status(static_cast<absl::StatusCode>(code), text);
  klad::v1::RpcStatus wire;
  klad::v1::Refusal refusal;
  if (!status.ok() && wire.ParseFromString(std::string(details)) &&
      wire.details_size() == 1 && wire.details(0).UnpackTo(&refusal)) {
    status.SetPayload(kRefusalUrl, absl::Cord(refusal.SerializeAsString()));
  }
  return status;
}

}  // namespace klad::client
