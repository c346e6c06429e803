#include "crypto/roster/recipients.h"

#include <algorithm>
#include <optional>

namespace klad::crypto::roster {
namespace {

// An active member that is not past its end, as a recipient.
std::optional<Recipient> AsRecipient(const Facts& facts, const Member& member) {
  const bool over =
      member.until_ms != 0 && facts.newest_ms() >= member.until_ms;
  if (!member.active() || over) return std::nullopt;
  const IdentityTerm& identity = *member.identity();
  return Recipient{Recipient::Kind::kMember, member.id, 0, identity.incarnation,
                   identity.keys.box};
}

Recipient AsRecipient(const Role& role) {
  return {Recipient::Kind::kRole, role.name, role.epoch().number, 0,
          role.epoch().box};
}

Recipient AsRecipient(const Invitation& invitation) {
  return {Recipient::Kind::kInvitation, invitation.id, 0, 0,
          invitation.keys.box};
}

bool Gives(const Facts& facts, const Invitation& invitation,
           absl::string_view role) {
  if (!IsOpen(invitation, facts.newest_ms())) return false;
  return std::any_of(
      invitation.roles.begin(), invitation.roles.end(),
      [&](const RoleUntil& given) {
        return given.role == role &&
               (given.until_ms == 0 || facts.newest_ms() < given.until_ms);
      });
}

std::vector<Recipient> RecipientsOfRole(const Facts& facts, const Role& role) {
  std::vector<Recipient> out;
  for (const Id& id : role.members) {
    const Member& member = *facts.FindMember(id);
    if (!InRole(facts, member, role.name, facts.newest_ms())) continue;
    if (auto recipient = AsRecipient(facts, member)) out.push_back(*recipient);
  }
  for (const auto& [id, invitation] : facts.invitations) {
    if (Gives(facts, invitation, role.name)) {
      out.push_back(AsRecipient(invitation));
    }
  }
  if (role.name != kOwner) out.push_back(AsRecipient(*facts.FindRole(kOwner)));
  return out;
}

std::optional<Recipient> RecipientOfGrant(const Facts& facts, const Safe& safe,
                                          const GrantTarget& target) {
  const GrantTerm* grant = StandingGrant(safe, target);
  if (grant == nullptr || !grant->term.InForce(facts.newest_ms())) {
    return std::nullopt;
  }
  if (target.is_role) return AsRecipient(*facts.FindRole(target.name));
  return AsRecipient(facts, *facts.FindMember(target.name));
}

std::vector<Recipient> RecipientsOfSafe(const Facts& facts, const Safe& safe) {
  std::vector<Recipient> out;
  if (safe.retired()) return out;
  for (const auto& [target, terms] : safe.grants) {
    if (auto recipient = RecipientOfGrant(facts, safe, target)) {
      out.push_back(*recipient);
    }
  }
  out.push_back(AsRecipient(*facts.FindRole(kOwner)));
  return out;
}

KeyEpoch& MutableEpoch(Facts* facts, const KeyName& key) {
  return key.is_role() ? facts->roles.at(key.name).epochs.back()
                       : facts->safes.at(key.name).epochs.back();
}

// A role that has the key through an older epoch needs no other: its present
// opens its past.
bool IsSealed(const KeyEpoch& epoch, const Recipient& recipient) {
  if (recipient.kind != Recipient::Kind::kRole) {
    return epoch.sealed.count(recipient) != 0;
  }
  const auto first = epoch.sealed.lower_bound(
      Recipient{Recipient::Kind::kRole, recipient.name, 0, 0, ""});
  return first != epoch.sealed.end() && first->kind == Recipient::Kind::kRole &&
         first->name == recipient.name;
}

void Seal(Facts* facts, const KeyName& key, const Recipient& recipient) {
  KeyEpoch& epoch = MutableEpoch(facts, key);
  if (IsSealed(epoch, recipient)) return;
  epoch.sealed.insert(recipient);
  facts->needed.push_back({key, epoch.number, recipient});
}

}  // namespace

const KeyEpoch* CurrentEpoch(const Facts& facts, const KeyName& key) {
  if (key.is_role()) {
    const Role* role = facts.FindRole(key.name);
    return role == nullptr ? nullptr : &role->epoch();
  }
  const Safe* safe = facts.FindSafe(key.name);
  return safe == nullptr ? nullptr : &safe->epoch();
}

std::vector<Recipient> RecipientsOf(const Facts& facts, const KeyName& key) {
  if (key.is_role()) {
    const Role* role = facts.FindRole(key.name);
    if (role == nullptr || role->term.ended()) return {};
    return RecipientsOfRole(facts, *role);
  }
  const Safe* safe = facts.FindSafe(key.name);
  if (safe == nullptr) return {};
  return RecipientsOfSafe(facts, *safe);
}

void SealToAll(Facts* facts, const KeyName& key) {
  for (const Recipient& recipient : RecipientsOf(*facts, key)) {
    Seal(facts, key, recipient);
  }
}

void SealRoleTo(Facts* facts, const std::string& role, const Member& member) {
  if (!InRole(*facts, member, role, facts->newest_ms())) return;
  if (auto recipient = AsRecipient(*facts, member)) {
    Seal(facts, KeyName::Role(role), *recipient);
  }
}

void SealRoleTo(Facts* facts, const std::string& role,
                const Invitation& invitation) {
  if (!Gives(*facts, invitation, role)) return;
  Seal(facts, KeyName::Role(role), AsRecipient(invitation));
}

void SealSafeTo(Facts* facts, const Id& safe, const GrantTarget& target) {
  const Safe& granted = facts->safes.at(safe);
  if (granted.retired()) return;
  if (auto recipient = RecipientOfGrant(*facts, granted, target)) {
    Seal(facts, KeyName::Safe(safe), *recipient);
  }
}

void SealAllTo(Facts* facts, const Member& member) {
  for (const auto& [role, terms] : member.roles) {
    SealRoleTo(facts, role, member);
  }
  for (const auto& [id, safe] : facts->safes) {
    SealSafeTo(facts, id, {false, member.id});
  }
}

}  // namespace klad::crypto::roster
