#include "crypto/roster/facts.h"

#include <algorithm>

namespace klad::crypto::roster {
namespace {

template <typename Map>
const typename Map::mapped_type* Find(const Map& map, absl::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : &found->second;
}

const Term* RoleTerm(const Facts& facts, const Member& member,
                     absl::string_view name, int64_t now_ms) {
  const auto* terms = Find(member.roles, name);
  if (terms == nullptr || !terms->back().InForce(now_ms)) return nullptr;
  const Role* role = facts.FindRole(name);
  return role == nullptr || role->term.ended() ? nullptr : &terms->back();
}

int64_t Earlier(int64_t a, int64_t b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

// Calls `visit(level, end_ms)` for each grant by which the member has access.
template <typename Visit>
void ForEachWay(const Facts& facts, const Member& member, const Safe& safe,
                int64_t now_ms, Visit visit) {
  for (const auto& [target, terms] : safe.grants) {
    const GrantTerm& grant = terms.back();
    if (!grant.term.InForce(now_ms)) continue;
    if (!target.is_role) {
      if (target.name == member.id) visit(grant.level, grant.term.until_ms);
      continue;
    }
    const Term* role = RoleTerm(facts, member, target.name, now_ms);
    if (role == nullptr) continue;
    visit(grant.level, Earlier(grant.term.until_ms, role->until_ms));
  }
}

bool IsOver(const Member& member, int64_t now_ms) {
  return member.until_ms != 0 && now_ms >= member.until_ms;
}

}  // namespace

bool Facts::HasNamed(absl::string_view key) const {
  return std::binary_search(named_keys.begin(), named_keys.end(),
                            Hash(kKeyDomain, {key}));
}

void Facts::NameKey(absl::string_view key) {
  const Digest digest = Hash(kKeyDomain, {key});
  const auto place =
      std::lower_bound(named_keys.begin(), named_keys.end(), digest);
  if (place == named_keys.end() || *place != digest) {
    named_keys.insert(place, digest);
  }
}

const Member* Facts::FindMember(absl::string_view id) const {
  return Find(members, id);
}
const Role* Facts::FindRole(absl::string_view name) const {
  return Find(roles, name);
}
const Safe* Facts::FindSafe(absl::string_view id) const {
  return Find(safes, id);
}
const Invitation* Facts::FindInvitation(absl::string_view id) const {
  return Find(invitations, id);
}

bool InRole(const Facts& facts, const Member& member, absl::string_view role,
            int64_t now_ms) {
  return RoleTerm(facts, member, role, now_ms) != nullptr;
}

bool IsOwner(const Facts& facts, const Member& member) {
  return member.active() && InRole(facts, member, kOwner, facts.newest_ms());
}

int CountOwners(const Facts& facts) {
  int count = 0;
  for (const Id& id : facts.FindRole(kOwner)->members) {
    const Member& member = *facts.FindMember(id);
    count += member.kind == MemberKind::kPerson && IsOwner(facts, member);
  }
  return count;
}

bool IsContractor(const Member& member) {
  const auto terms = member.roles.find(kContractor);
  return terms != member.roles.end() && !terms->second.back().ended();
}

bool HasPermission(const Facts& facts, const Member& member,
                   absl::string_view permission, int64_t now_ms,
                   int64_t* end_ms) {
  bool has = false;
  for (const auto& [name, terms] : member.roles) {
    const Term* term = RoleTerm(facts, member, name, now_ms);
    if (term == nullptr) continue;
    const auto& words = facts.FindRole(name)->permissions.back().permissions;
    if (std::find(words.begin(), words.end(), permission) == words.end()) {
      continue;
    }
    const bool endless = term->until_ms == 0 || (has && *end_ms == 0);
    *end_ms = endless ? 0 : std::max(has ? *end_ms : 0, term->until_ms);
    has = true;
  }
  return has;
}

const GrantTerm* StandingGrant(const Safe& safe, const GrantTarget& target) {
  const auto terms = safe.grants.find(target);
  if (terms == safe.grants.end() || terms->second.back().term.ended()) {
    return nullptr;
  }
  return &terms->second.back();
}

Level AccessTo(const Facts& facts, const Member& member, const Safe& safe,
               int64_t now_ms) {
  if (!member.active() || IsOver(member, now_ms)) {
    return trust::v1::LEVEL_UNSPECIFIED;
  }
  const bool owner = IsOwner(facts, member);
  if (safe.retired()) {
    return owner ? trust::v1::LEVEL_READ : trust::v1::LEVEL_UNSPECIFIED;
  }
  if (owner) return trust::v1::LEVEL_MANAGE;
  Level best = trust::v1::LEVEL_UNSPECIFIED;
  ForEachWay(facts, member, safe, now_ms,
             [&](Level level, int64_t) { best = std::max(best, level); });
  return best;
}

bool Manages(const Facts& facts, const Member& member, const Safe& safe,
             int64_t now_ms, int64_t* end_ms) {
  if (!member.active() || safe.retired()) return false;
  bool manages = false;
  ForEachWay(facts, member, safe, now_ms, [&](Level level, int64_t until_ms) {
    if (level != trust::v1::LEVEL_MANAGE) return;
    const bool endless = until_ms == 0 || (manages && *end_ms == 0);
    *end_ms = endless ? 0 : std::max(manages ? *end_ms : 0, until_ms);
    manages = true;
  });
  return manages;
}

bool IsOpen(const Invitation& invitation, int64_t now_ms) {
  return invitation.term.InForce(now_ms);
}

}  // namespace klad::crypto::roster
