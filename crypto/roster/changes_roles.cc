#include "crypto/roster/changes.h"
#include "crypto/roster/recipients.h"

namespace klad::crypto::roster {

void Change(Facts* facts, const Actor&, const trust::v1::RoleDefined& entry) {
  AddRole(facts, entry.definition(), entry.key());
  SealToAll(facts, KeyName::Role(entry.definition().role()));
}

void Change(Facts* facts, const Actor&, const trust::v1::RoleChanged& entry) {
  SetPermissions(facts, &facts->roles.at(entry.definition().role()),
                 entry.definition());
}

void Change(Facts* facts, const Actor&, const trust::v1::RoleEnded& entry) {
  Role& role = facts->roles.at(entry.role());
  End(*facts, &role.term);
  End(*facts, &role.permissions.back().term);
  for (const Id& id : role.members) {
    End(*facts, &MemberAt(facts, id).roles.at(role.name).back());
  }
  role.members.clear();
  for (auto& [id, safe] : facts->safes) {
    const auto grant = safe.grants.find({true, role.name});
    if (grant != safe.grants.end()) End(*facts, &grant->second.back().term);
  }
}

void Change(Facts* facts, const Actor&, const trust::v1::RoleGiven& entry) {
  Member& member = MemberAt(facts, entry.member());
  EnterRole(facts, &member, entry.role().role(), entry.role().until_ms());
  SealRoleTo(facts, entry.role().role(), member);
}

void Change(Facts* facts, const Actor&, const trust::v1::RoleTaken& entry) {
  LeaveRole(facts, &MemberAt(facts, entry.member()), entry.role());
}

void Change(Facts* facts, const Actor&, const trust::v1::RoleKey& entry) {
  AddEpoch(facts, &facts->roles.at(entry.role()), entry);
  SealToAll(facts, KeyName::Role(entry.role()));
}

}  // namespace klad::crypto::roster
