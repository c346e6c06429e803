#include <algorithm>

#include "crypto/roster/authority.h"
#include "crypto/roster/parse.h"

namespace klad::crypto::roster {
namespace {

bool IsLive(const Role* role) { return role != nullptr && !role->term.ended(); }

bool ArePermissions(const trust::v1::RoleDefinition& definition) {
  return std::all_of(definition.permissions().begin(),
                     definition.permissions().end(),
                     [](const auto& word) { return IsPermission(word); });
}

bool IsEndless(const Term& term) { return !term.ended() && term.until_ms == 0; }

// Whether a person has any role or direct grant without an end.
bool HasEndless(const Facts& facts, const Member& member) {
  for (const auto& [role, terms] : member.roles) {
    if (IsEndless(terms.back())) return true;
  }
  for (const auto& [id, safe] : facts.safes) {
    const GrantTerm* grant = StandingGrant(safe, {false, member.id});
    if (grant != nullptr && IsEndless(grant->term)) return true;
    for (const auto& [share, terms] : safe.shares) {
      if (share.second == member.id && IsEndless(terms.back().term))
        return true;
    }
  }
  return false;
}

}  // namespace

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleDefined& entry) {
  const std::string& name = entry.definition().role();
  RULE("not-owner", actor.owner);
  RULE("role-taken", facts.FindRole(name) == nullptr);
  RULE("permission-word", ArePermissions(entry.definition()));
  RULE("first-epoch", entry.key().role() == name && entry.key().epoch() == 1);
  RULE("key-reused", AreNew(facts, {entry.key().box()}));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleChanged& entry) {
  RULE("not-owner", actor.owner);
  RULE("role-unknown", IsLive(facts.FindRole(entry.definition().role())));
  RULE("owner-role", entry.definition().role() != kOwner);
  RULE("permission-word", ArePermissions(entry.definition()));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleEnded& entry) {
  RULE("not-owner", actor.owner);
  RULE("role-unknown", IsLive(facts.FindRole(entry.role())));
  RULE("owner-role", entry.role() != kOwner);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleGiven& entry) {
  const std::string& role = entry.role().role();
  const int64_t until_ms = entry.role().until_ms();
  RULE("not-owner", actor.owner);
  RULE("role-unknown", IsLive(facts.FindRole(role)));
  const Member* member = facts.FindMember(entry.member());
  RULE("not-active", member != nullptr && member->active());
  RULE("not-person", member->kind == MemberKind::kPerson);
  RULE("until-past", until_ms == 0 || until_ms > actor.now_ms);
  RULE("needs-end",
       until_ms != 0 || (role != kContractor && !IsContractor(*member)));
  RULE("owner-end", role != kOwner || until_ms == 0);
  RULE("endless", role != kContractor || !HasEndless(facts, *member));
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleTaken& entry) {
  RULE("not-owner", actor.owner);
  const Member* member = facts.FindMember(entry.member());
  RULE("not-person", member != nullptr && member->kind == MemberKind::kPerson);
  const auto terms = member->roles.find(entry.role());
  RULE("not-in-role",
       terms != member->roles.end() && !terms->second.back().ended());
  RULE("last-owner", entry.role() != kOwner || !IsOwner(facts, *member) ||
                         CountOwners(facts) > 1);
  return absl::OkStatus();
}

absl::Status May(const Facts& facts, const Actor& actor,
                 const trust::v1::RoleKey& entry) {
  RULE("not-owner", actor.owner);
  const Role* role = facts.FindRole(entry.role());
  RULE("role-unknown", IsLive(role));
  RULE("epoch-number", entry.epoch() == role->epoch().number + 1);
  RULE("key-reused", AreNew(facts, {entry.box()}));
  return absl::OkStatus();
}

}  // namespace klad::crypto::roster
