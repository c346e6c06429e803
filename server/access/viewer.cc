#include "server/access/viewer.h"

#include <algorithm>

namespace klad::access {

Viewer::Viewer(const Caller& caller, const crypto::roster::State& roster,
               int64_t now_ms) {
  const crypto::roster::Member* member = roster.FindMember(caller.id);
  if (caller.kind != Caller::Kind::kMember || member == nullptr ||
      !member->active()) {
    return;
  }
  id_ = caller.id;
  all_ = roster.IsOwner(id_);
  open_ = !crypto::roster::IsContractor(*member);
  for (const auto& [role, terms] : member->roles) {
    if (crypto::roster::InRole(roster.facts(), *member, role, now_ms)) {
      roles_.insert(role);
    }
  }
}

bool Viewer::Sees(
    absl::string_view owner,
    const google::protobuf::RepeatedPtrField<std::string>& roles) const {
  if (id_.empty()) return false;
  if (all_ || owner == id_) return true;
  if (roles.empty()) return open_;
  return std::any_of(
      roles.begin(), roles.end(),
      [this](const std::string& role) { return roles_.count(role) > 0; });
}

}  // namespace klad::access
