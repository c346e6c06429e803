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
    case v1::CALLER_ARRIVING:
    case v1::CALLER_INVITED:
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

absl::Status DecideDoor(const v1::Policy& policy) {
  if (policy.caller() == v1::CALLER_DOOR ||
      policy.caller() == v1::CALLER_ARRIVING) {
    return absl::OkStatus();
  }
  return Permission(policy.permission());
}

absl::Status DecideOpenGuest(const v1::Policy& policy, const Caller& caller) {
  const bool invited = caller.kind == Caller::Kind::kInvitation;
  if ((policy.caller() == v1::CALLER_INVITED && invited) ||
      (policy.caller() == v1::CALLER_MOVING && !invited)) {
    return absl::OkStatus();
  }
  return DecideDoor(policy);
}

absl::Status DecideGuest(const v1::Policy& policy, const Caller& caller,
                         GuestState state) {
  switch (state) {
    case GuestState::kOpen:
      return DecideOpenGuest(policy, caller);
    case GuestState::kUsed:
      if (policy.caller() == v1::CALLER_ARRIVING) return absl::OkStatus();
      return Refuse(v1::REASON_INVITATION_USED);
    case GuestState::kWithdrawn:
      return Refuse(v1::REASON_INVITATION_WITHDRAWN);
    case GuestState::kEnded:
      return Refuse(v1::REASON_INVITATION_ENDED);
    case GuestState::kUnknown:
      break;
  }
  return NotAMember();
}

bool IsGuest(const Caller& caller) {
  return caller.kind == Caller::Kind::kInvitation ||
         caller.kind == Caller::Kind::kMove;
}

}  // namespace

bool MayConnect(const Caller& caller, const Membership& membership,
                int64_t now_ms) {
  if (IsGuest(caller)) {
    return membership.Guest(caller, now_ms) != GuestState::kUnknown;
  }
  return caller.kind == Caller::Kind::kDoor ||
         (caller.kind == Caller::Kind::kMember &&
          membership.Names(caller.id, caller.tls_key));
}

std::string Caller::Name() const {
  switch (kind) {
    case Kind::kMember:
      return absl::StrCat("member/", absl::BytesToHexString(id));
    case Kind::kDoor:
      return absl::StrCat("door/", absl::BytesToHexString(id));
    case Kind::kInvitation:
      return absl::StrCat("invitation/", absl::BytesToHexString(id));
    case Kind::kMove:
      return absl::StrCat("move/", absl::BytesToHexString(id));
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
      return sound ? DecideDoor(policy) : Permission(policy.permission());
    case Caller::Kind::kInvitation:
    case Caller::Kind::kMove:
      if (!sound) return Permission("");
      return DecideGuest(policy, caller, membership.Guest(caller, now_ms));
    case Caller::Kind::kLocal:
      if (sound && policy.caller() == v1::CALLER_LOCAL) return absl::OkStatus();
      return Permission(policy.permission());
    case Caller::Kind::kNobody:
      break;
  }
  return NotAMember();
}

}  // namespace klad::access
