#include "crypto/roster/testing/random_history.h"

namespace klad::crypto::roster {

bool RandomHistory::InForce(int64_t until_ms) const {
  return until_ms == 0 || org_.now_ms() < until_ms;
}

Holder RandomHistory::HolderOf(const Id& member) const {
  return {false, member, people_.at(member).incarnation};
}

std::set<KeyName> RandomHistory::LiveKeys() const {
  std::set<KeyName> keys;
  for (const std::string& role : roles_) keys.insert(KeyName::Role(role));
  for (const auto& [id, grants] : safes_) keys.insert(KeyName::Safe(id));
  return keys;
}

std::set<Holder> RandomHistory::WhoKnows(const KeyName& key) const {
  std::set<Holder> out;
  for (const Holder& who : knowledge_.Everybody()) {
    if (knowledge_.Of(who).count({key, epochs_.at(key)})) out.insert(who);
  }
  return out;
}

bool RandomHistory::HasRole(const Person& person,
                            const std::string& role) const {
  const auto until_ms = person.roles.find(role);
  return until_ms != person.roles.end() && InForce(until_ms->second);
}

bool RandomHistory::OpensSafe(const std::map<std::string, int64_t>& roles,
                              const Id& safe) const {
  for (const auto& [role, until_ms] : roles) {
    const auto grant = safes_.at(safe).find({true, role});
    if (InForce(until_ms) && grant != safes_.at(safe).end() &&
        InForce(grant->second)) {
      return true;
    }
  }
  return false;
}

bool RandomHistory::MayOpen(const Holder& who, const KeyName& key) const {
  std::map<std::string, int64_t> roles;
  if (who.is_invitation) {
    const Letter& letter = letters_.at(who.id);
    if (letter.closed || !InForce(letter.until_ms)) return false;
    for (const RoleUntil& given : letter.roles) {
      if (roles_.count(given.role)) roles[given.role] = given.until_ms;
    }
  } else {
    const Person& person = people_.at(who.id);
    if (person.state != MemberState::kActive || !InForce(person.until_ms) ||
        person.incarnation != who.incarnation) {
      return false;
    }
    roles = person.roles;
  }
  if (roles.count(kOwner)) return true;
  if (key.is_role()) return roles.count(key.name) && InForce(roles[key.name]);
  if (OpensSafe(roles, key.name)) return true;
  const auto direct = safes_.at(key.name).find({false, who.id});
  return direct != safes_.at(key.name).end() && InForce(direct->second);
}

std::set<Holder> RandomHistory::WhoMayOpen(const KeyName& key) const {
  std::set<Holder> out;
  for (const Holder& who : knowledge_.Everybody()) {
    if (MayOpen(who, key)) out.insert(who);
  }
  return out;
}

}  // namespace klad::crypto::roster
