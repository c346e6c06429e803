#include "server/rpc/status_map.h"

#include <optional>

#include "klad/v1/error.pb.h"
#include "server/access/refusal.h"

namespace klad::rpc {

WireStatus ToWire(const absl::Status& status) {
  if (status.ok()) return {};
  const std::optional<v1::Refusal> refusal = access::RefusalOf(status);
  if (!refusal.has_value()) {
    if (absl::IsUnavailable(status)) {
      return {absl::StatusCode::kUnavailable,
              "the server cannot do this now: try again", ""};
    }
    return {absl::StatusCode::kInternal, "the server failed: its log says why",
            ""};
  }
  v1::RpcStatus details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(v1::Reason_Name(refusal->reason()));
  details.add_details()->PackFrom(*refusal);
  return {status.code(), details.message(), details.SerializeAsString()};
}

absl::Status FromWire(const WireStatus& status) {
  v1::RpcStatus details;
  v1::Refusal refusal;
  if (status.code != absl::StatusCode::kOk &&
      details.ParseFromString(status.details) && details.details_size() == 1 &&
      details.details(0).UnpackTo(&refusal)) {
    return access::Refuse(refusal);
  }
  return absl::Status(status.code, status.text);
}

absl::string_view CodeName(absl::StatusCode code) {
  static constexpr absl::string_view kNames[] = {"OK",
                                                 "CANCELLED",
                                                 "UNKNOWN",
                                                 "INVALID_ARGUMENT",
                                                 "DEADLINE_EXCEEDED",
                                                 "NOT_FOUND",
                                                 "ALREADY_EXISTS",
                                                 "PERMISSION_DENIED",
                                                 "RESOURCE_EXHAUSTED",
                                                 "FAILED_PRECONDITION",
                                                 "ABORTED",
                                                 "OUT_OF_RANGE",
                                                 "UNIMPLEMENTED",
                                                 "INTERNAL",
                                                 "UNAVAILABLE",
                                                 "DATA_LOSS",
                                                 "UNAUTHENTICATED"};
  const auto index = static_cast<size_t>(code);
  return index < std::size(kNames) ? kNames[index] : "UNKNOWN";
}

}  // namespace klad::rpc
