#include "crypto/roster/changes.h"

#include <string>
#include <utility>

#include "crypto/base/check.h"

namespace klad::crypto::roster {

Term Begin(const Facts& facts, int64_t until_ms) {
  return {facts.sequence(), facts.newest_ms(), 0, 0, until_ms};
}

void End(const Facts& facts, Term* term) {
  if (term->ended()) return;
  term->to = facts.sequence();
  term->to_ms = facts.newest_ms();
}

Keys FromProto(const trust::v1::PublicKeys& keys) {
  return {keys.sign(), keys.box(), keys.tls()};
}

Position FromProto(const trust::v1::Position& position) {
  if (position.sequence() == 0) return {};
  const auto link = Digest::From(position.link());
  CHECK_THAT(link.ok());
  return {position.sequence(), *link};
}

void NameKeys(Facts* facts, const Keys& keys) {
  for (const auto* key : {&keys.sign, &keys.box, &keys.tls}) {
    facts->NameKey(*key);
  }
}

Member& MemberAt(Facts* facts, absl::string_view id) {
  return facts->members.at(std::string(id));
}

void SetState(Facts* facts, Member* member, MemberState state) {
  if (!member->states.empty()) End(*facts, &member->states.back().term);
  member->states.push_back({state, Begin(*facts)});
}

void AddIdentity(Facts* facts, Member* member, const Keys& keys,
                 uint32_t incarnation) {
  if (!member->identities.empty()) {
    End(*facts, &member->identities.back().term);
  }
  member->identities.push_back({keys, incarnation, Begin(*facts)});
  NameKeys(facts, keys);
}

void EnterRole(Facts* facts, Member* member, const std::string& role,
               int64_t until_ms) {
  auto& terms = member->roles[role];
  if (!terms.empty()) End(*facts, &terms.back());
  terms.push_back(Begin(*facts, until_ms));
  facts->roles.at(role).members.insert(member->id);
}

void LeaveRole(Facts* facts, Member* member, const std::string& role) {
  End(*facts, &member->roles.at(role).back());
  facts->roles.at(role).members.erase(member->id);
  if (role == kOwner) EndInvitationsBy(facts, member->id);
}

void EndAllOf(Facts* facts, Member* member) {
  for (auto& [role, terms] : member->roles) LeaveRole(facts, member, role);
  for (auto& [id, safe] : facts->safes) {
    const auto grant = safe.grants.find({false, member->id});
    if (grant != safe.grants.end()) End(*facts, &grant->second.back().term);
    for (auto& [share, terms] : safe.shares) {
      if (share.second == member->id) End(*facts, &terms.back().term);
    }
  }
}

void Leave(Facts* facts, Member* member) {
  SetState(facts, member, MemberState::kDeparted);
  End(*facts, &member->identities.back().term);
  EndAllOf(facts, member);
}

void EndInvitationsBy(Facts* facts, absl::string_view author) {
  for (auto& [id, invitation] : facts->invitations) {
    if (invitation.author == author) End(*facts, &invitation.term);
  }
}

void SetPermissions(Facts* facts, Role* role,
                    const trust::v1::RoleDefinition& definition) {
  if (!role->permissions.empty()) {
    End(*facts, &role->permissions.back().term);
  }
  role->permissions.push_back(
      {{definition.permissions().begin(), definition.permissions().end()},
       Begin(*facts)});
}

void EndEpoch(const Facts& facts, Role* role) {
  KeyEpoch& epoch = role->epochs.back();
  End(facts, &epoch.term);
  for (const Recipient& recipient : epoch.sealed) {
    role->sealed_before[recipient] = epoch.number;
  }
  epoch.sealed.clear();
}

void AddEpoch(Facts* facts, Role* role, const trust::v1::RoleKey& key) {
  if (!role->epochs.empty()) EndEpoch(*facts, role);
  KeyEpoch epoch;
  epoch.number = key.epoch();
  epoch.term = Begin(*facts);
  epoch.box = key.box();
  epoch.previous = key.previous();
  role->epochs.push_back(std::move(epoch));
  facts->NameKey(key.box());
}

void AddRole(Facts* facts, const trust::v1::RoleDefinition& definition,
             const trust::v1::RoleKey& key) {
  Role& role = facts->roles[definition.role()];
  role.name = definition.role();
  role.term = Begin(*facts);
  SetPermissions(facts, &role, definition);
  AddEpoch(facts, &role, key);
}

void AddKit(Facts* facts, const Id& id, const Id& author, const Keys& keys) {
  Member& kit = facts->members[id];
  kit.id = id;
  kit.kind = MemberKind::kKit;
  kit.author = author;
  SetState(facts, &kit, MemberState::kActive);
  AddIdentity(facts, &kit, keys, 1);
  EnterRole(facts, &kit, kOwner, 0);
}

}  // namespace klad::crypto::roster
