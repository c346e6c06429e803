#include "server/access/access.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/access/refusal.h"

namespace klad::access {
namespace {

absl::Status Permission(absl::string_view permission) {
  return Refuse(v1::REASON_PERMISSION,
                {{"permission", std::string(permission)}});
}

absl::Status NotAMember() { return Refuse(v1::REASON_NOT_A_MEMBER); }

absl::Status DecideMember(const v1::Policy& policy, const Caller& caller,
                          const Membership& membership, int64_t now_ms) {
  if (!membership.Names(caller.id, caller.tls_key)) return NotAMember();
  switch (policy.caller()) {
    case v1::CALLER_DOOR:
      return absl::OkStatus();
    case v1::CALLER_MEMBER:
      if (policy.permission() == kEveryMember ||
          membership.Allows(caller.id, policy.permission(), now_ms)) {
        return absl::OkStatus();
      }
      return Permission(policy.permission());
    default:
      return Permission("");
  }
}

}  // namespace

std::string Caller::Name() const {
  switch (kind) {
    case Kind::kMember:
      return absl::StrCat("member/", absl::BytesToHexString(id));
    case Kind::kDoor:
      return absl::StrCat("door/", absl::BytesToHexString(id));
    case Kind::kLocal:
      return "local";
    case Kind::kNobody:
      break;
  }
  return "nobody";
}

absl::Status CheckPolicy(const v1::Policy& policy) {
  if (!v1::Caller_IsValid(policy.caller()) ||
      policy.caller() == v1::CALLER_UNSPECIFIED) {
    return absl::InvalidArgumentError("the policy names no caller");
  }
  if ((policy.caller() == v1::CALLER_MEMBER) == policy.permission().empty()) {
    return absl::InvalidArgumentError(
        "the policy needs a permission exactly for CALLER_MEMBER");
  }
  if (!v1::Audit_IsValid(policy.audit()) ||
      policy.audit() == v1::AUDIT_UNSPECIFIED) {
    return absl::InvalidArgumentError("the policy says nothing of audit");
  }
  if (!v1::Cost_IsValid(policy.cost()) ||
      policy.cost() == v1::COST_UNSPECIFIED) {
    return absl::InvalidArgumentError("the policy says nothing of cost");
  }
  return absl::OkStatus();
}

absl::Status Decide(const v1::Policy& policy, const Caller& caller,
                    const Membership& membership, int64_t now_ms) {
  const bool sound = CheckPolicy(policy).ok();
  switch (caller.kind) {
    case Caller::Kind::kMember:
      if (!sound) return Permission("");
      return DecideMember(policy, caller, membership, now_ms);
    case Caller::Kind::kDoor:
      if (sound && policy.caller() == v1::CALLER_DOOR) return absl::OkStatus();
      return Permission(policy.permission());
    case Caller::Kind::kLocal:
      if (sound && policy.caller() == v1::CALLER_LOCAL) return absl::OkStatus();
      return Permission(policy.permission());
    case Caller::Kind::kNobody:
      break;
  }
  return NotAMember();
}

}  // namespace klad::access
