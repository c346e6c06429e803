#include "server/access/responsible.h"

#include <algorithm>
#include <set>

namespace klad::access {
namespace {

constexpr int kMaxRoles = 20;

}  // namespace

bool MayOwn(absl::string_view owner, absl::string_view before,
            const crypto::roster::State& roster) {
  if (!before.empty() && owner == before) return true;
  const crypto::roster::Member* member = roster.FindMember(owner);
  return member != nullptr && member->active();
}

bool AreRoles(const google::protobuf::RepeatedPtrField<std::string>& roles,
              const google::protobuf::RepeatedPtrField<std::string>& before,
              const crypto::roster::State& roster) {
  std::set<std::string> named;
  for (const std::string& name : roles) {
    const crypto::roster::Role* role = roster.FindRole(name);
    const bool stays =
        std::find(before.begin(), before.end(), name) != before.end();
    const bool live = role != nullptr && !role->term.ended();
    if ((!live && !stays) || !named.insert(name).second) return false;
  }
  return roles.size() <= kMaxRoles;
}

}  // namespace klad::access
