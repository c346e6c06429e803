#include "server/access/refusal.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace klad::access {
namespace {

constexpr char kPayload[] = "type.googleapis.com/klad.v1.Refusal";

}  // namespace

absl::Status BadField(absl::string_view field, size_t limit) {
  return Refuse(v1::REASON_BAD_FIELD, {{"field", std::string(field)},
                                       {"limit", absl::StrCat(limit)}});
}

absl::Status CheckLimit(uint32_t asked, uint32_t most) {
  return asked >= 1 && asked <= most ? absl::OkStatus()
                                     : BadField("limit", most);
}

absl::StatusCode CodeOf(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_NOT_A_MEMBER:
      return absl::StatusCode::kUnauthenticated;
    case v1::REASON_PERMISSION:
    case v1::REASON_NO_ACCESS:
      return absl::StatusCode::kPermissionDenied;
    case v1::REASON_NOT_FOUNDED:
    case v1::REASON_ROSTER_REFUSED:
    case v1::REASON_CLOCK:
    case v1::REASON_CHANGE_REFUSED:
    case v1::REASON_EXPOSURE:
    case v1::REASON_REQUEST_ANSWERED:
    case v1::REASON_REQUESTS_FULL:
    case v1::REASON_DEPARTURE_REFUSED:
    case v1::REASON_INVITATION_USED:
    case v1::REASON_INVITATION_WITHDRAWN:
    case v1::REASON_INVITATION_ENDED:
    case v1::REASON_NAME_OTHER:
    case v1::REASON_NO_MOVE:
    case v1::REASON_PLAYBOOK_STATE:
      return absl::StatusCode::kFailedPrecondition;
    case v1::REASON_ALREADY_FOUNDED:
    case v1::REASON_REQUEST_STANDS:
    case v1::REASON_LINK_NAME_TAKEN:
    case v1::REASON_PLAYBOOK_NAME_TAKEN:
      return absl::StatusCode::kAlreadyExists;
    case v1::REASON_BAD_FIELD:
    case v1::REASON_ENVELOPE_MISSING:
    case v1::REASON_LINK_REFUSED:
    case v1::REASON_PLAYBOOK_REFUSED:
    case v1::REASON_PLAYBOOK_CYCLE:
      return absl::StatusCode::kInvalidArgument;
    case v1::REASON_TOO_MANY:
      return absl::StatusCode::kResourceExhausted;
    case v1::REASON_ROSTER_MOVED:
    case v1::REASON_SAFE_MOVED:
    case v1::REASON_ROTATION_MOVED:
    case v1::REASON_LINK_MOVED:
    case v1::REASON_PLAYBOOK_MOVED:
      return absl::StatusCode::kAborted;
    case v1::REASON_SAFE_UNKNOWN:
    case v1::REASON_CREDENTIAL_UNKNOWN:
    case v1::REASON_REQUEST_UNKNOWN:
    case v1::REASON_NAME_UNKNOWN:
    case v1::REASON_LINK_UNKNOWN:
    case v1::REASON_PLAYBOOK_UNKNOWN:
      return absl::StatusCode::kNotFound;
    case v1::REASON_BEHIND:
    case v1::REASON_DRAINING:
    case v1::REASON_DISK:
    case v1::REASON_RESTORED:
      return absl::StatusCode::kUnavailable;
    case v1::REASON_METHOD:
      return absl::StatusCode::kUnimplemented;
    case v1::REASON_DEADLINE:
      return absl::StatusCode::kDeadlineExceeded;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::Status Refuse(
    v1::Reason reason,
    std::initializer_list<std::pair<absl::string_view, std::string>> fields) {
  v1::Refusal refusal;
  refusal.set_reason(reason);
  for (const auto& [name, value] : fields) {
    (*refusal.mutable_fields())[std::string(name)] = value;
  }
  return Refuse(refusal);
}

absl::Status Refuse(const v1::Refusal& refusal) {
  absl::Status status(CodeOf(refusal.reason()),
                      v1::Reason_Name(refusal.reason()));
  status.SetPayload(kPayload, absl::Cord(refusal.SerializeAsString()));
  return status;
}

std::optional<v1::Refusal> RefusalOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  v1::Refusal refusal;
  if (!payload.has_value() || !refusal.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return refusal;
}

v1::Reason ReasonOf(const absl::Status& status) {
  const auto refusal = RefusalOf(status);
  return refusal.has_value() ? refusal->reason() : v1::REASON_UNSPECIFIED;
}

bool IsDenial(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_NOT_A_MEMBER:
    case v1::REASON_PERMISSION:
    case v1::REASON_NO_ACCESS:
    case v1::REASON_ROSTER_REFUSED:
    case v1::REASON_CHANGE_REFUSED:
    case v1::REASON_INVITATION_USED:
    case v1::REASON_INVITATION_WITHDRAWN:
    case v1::REASON_INVITATION_ENDED:
      return true;
    default:
      return false;
  }
}

}  // namespace klad::access
