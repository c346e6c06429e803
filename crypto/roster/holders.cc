#include "crypto/roster/holders.h"

#include <algorithm>

#include "crypto/roster/recipients.h"

namespace klad::crypto::roster {

std::set<Holder> Holders::Of(const KeyName& key) {
  const KeyEpoch* epoch = CurrentEpoch(facts_, key);
  return epoch == nullptr ? std::set<Holder>() : OfSealed(epoch->sealed);
}

std::set<Holder> Holders::OfSealed(const std::set<Recipient>& sealed) {
  std::set<Holder> out;
  Add(sealed, &out);
  return out;
}

void Holders::Add(const std::set<Recipient>& sealed, std::set<Holder>* out) {
  for (const Recipient& recipient : sealed) Add(recipient, out);
}

void Holders::Add(const Recipient& recipient, std::set<Holder>* out) {
  switch (recipient.kind) {
    case Recipient::Kind::kMember:
      out->insert({false, recipient.name, recipient.incarnation});
      break;
    case Recipient::Kind::kInvitation:
      AddInvitation(*facts_.FindInvitation(recipient.name), out);
      break;
    case Recipient::Kind::kRole: {
      const auto& role = OfRoleSince(recipient.name, recipient.epoch);
      out->insert(role.begin(), role.end());
      break;
    }
  }
}

void Holders::AddInvitation(const Invitation& invitation,
                            std::set<Holder>* out) {
  out->insert({false, invitation.author, invitation.author_incarnation});
  if (invitation.used) {
    out->insert({false, invitation.member, invitation.used_incarnation});
  } else {
    out->insert({true, invitation.id, 0});
  }
}

// Roles are sealed to members, invitations and `owner`; `owner` to members:
// so this ends.
const std::set<Holder>& Holders::OfRoleSince(const std::string& role,
                                             uint32_t epoch) {
  const auto known = roles_.find({role, epoch});
  if (known != roles_.end()) return known->second;
  const Role& sealed = *facts_.FindRole(role);
  std::set<Holder> out;
  Add(sealed.epoch().sealed, &out);
  for (const auto& [recipient, newest] : sealed.sealed_before) {
    if (newest >= epoch) Add(recipient, &out);
  }
  return roles_[{role, epoch}] = std::move(out);
}

std::vector<KeyName> LiveKeys(const Facts& facts) {
  std::vector<KeyName> keys;
  for (const auto& [name, role] : facts.roles) {
    if (!role.term.ended()) keys.push_back(KeyName::Role(name));
  }
  for (const auto& [id, safe] : facts.safes) {
    if (!safe.retired()) keys.push_back(KeyName::Safe(id));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool HoldsAnything(const Facts& facts, absl::string_view member) {
  Holders holders(facts);
  for (const KeyName& key : LiveKeys(facts)) {
    for (const Holder& holder : holders.Of(key)) {
      if (!holder.is_invitation && holder.id == member) return true;
    }
  }
  return false;
}

}  // namespace klad::crypto::roster
