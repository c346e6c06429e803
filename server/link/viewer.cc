#include "server/link/viewer.h"

#include <algorithm>

namespace klad::link {

Viewer::Viewer(const access::Caller& caller,
               const crypto::roster::State& roster, int64_t now_ms) {
  const crypto::roster::Member* member = roster.FindMember(caller.id);
  if (caller.kind != access::Caller::Kind::kMember || member == nullptr ||
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

bool Viewer::Sees(const v1::Link& link) const {
  if (id_.empty()) return false;
  if (all_ || link.owner() == id_) return true;
  if (link.roles().empty()) return open_;
  return std::any_of(
      link.roles().begin(), link.roles().end(),
      [this](const std::string& role) { return roles_.count(role) > 0; });
}

}  // namespace klad::link
