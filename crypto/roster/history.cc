#include "crypto/roster/history.h"

#include <algorithm>
#include <vector>

namespace klad::crypto::roster {
namespace {

bool IsKnown(const Facts& facts, uint64_t position) {
  return position >= 1 && position <= facts.sequence();
}

bool Held(const Facts& facts, const Term& term, uint64_t position) {
  return term.Covers(position, facts.times[position - 1]);
}

bool WasActiveAt(const Facts& facts, const Member& member, uint64_t position) {
  if (member.until_ms != 0 && facts.times[position - 1] >= member.until_ms) {
    return false;
  }
  return std::any_of(member.states.begin(), member.states.end(),
                     [&](const StateTerm& state) {
                       return state.state == MemberState::kActive &&
                              Held(facts, state.term, position);
                     });
}

bool WasInRole(const Facts& facts, const Member& member,
               const std::string& role, uint64_t position) {
  const auto terms = member.roles.find(role);
  return terms != member.roles.end() &&
         std::any_of(
             terms->second.begin(), terms->second.end(),
             [&](const Term& term) { return Held(facts, term, position); });
}

Level GrantedAt(const Facts& facts, const std::vector<GrantTerm>& terms,
                uint64_t position) {
  for (const GrantTerm& grant : terms) {
    if (Held(facts, grant.term, position)) return grant.level;
  }
  return trust::v1::LEVEL_UNSPECIFIED;
}

Level AccessAtKnown(const Facts& facts, const Member& member, const Safe& safe,
                    uint64_t position) {
  if (!WasActiveAt(facts, member, position) || position < safe.term.from) {
    return trust::v1::LEVEL_UNSPECIFIED;
  }
  const bool owner = WasInRole(facts, member, kOwner, position);
  if (!Held(facts, safe.term, position)) {
    return owner ? trust::v1::LEVEL_READ : trust::v1::LEVEL_UNSPECIFIED;
  }
  if (owner) return trust::v1::LEVEL_MANAGE;
  Level best = trust::v1::LEVEL_UNSPECIFIED;
  for (const auto& [target, terms] : safe.grants) {
    const bool theirs = target.is_role
                            ? WasInRole(facts, member, target.name, position)
                            : target.name == member.id;
    if (theirs) best = std::max(best, GrantedAt(facts, terms, position));
  }
  return best;
}

// Access begins only where one of its terms does.
std::vector<uint64_t> Beginnings(const Member& member, const Safe& safe) {
  std::vector<uint64_t> out;
  for (const StateTerm& state : member.states) out.push_back(state.term.from);
  for (const auto& [role, terms] : member.roles) {
    for (const Term& term : terms) out.push_back(term.from);
  }
  for (const auto& [target, terms] : safe.grants) {
    for (const GrantTerm& grant : terms) out.push_back(grant.term.from);
  }
  return out;
}

}  // namespace

bool WasActive(const Facts& facts, absl::string_view member,
               uint64_t position) {
  const Member* who = facts.FindMember(member);
  return who != nullptr && IsKnown(facts, position) &&
         WasActiveAt(facts, *who, position);
}

const std::string* SigningKeyAt(const Facts& facts, absl::string_view member,
                                uint64_t position) {
  const Member* who = facts.FindMember(member);
  if (who == nullptr || !IsKnown(facts, position)) return nullptr;
  for (const IdentityTerm& identity : who->identities) {
    if (Held(facts, identity.term, position)) return &identity.keys.sign;
  }
  return nullptr;
}

Level AccessAt(const Facts& facts, absl::string_view member,
               absl::string_view safe, uint64_t position) {
  const Member* who = facts.FindMember(member);
  const Safe* where = facts.FindSafe(safe);
  if (who == nullptr || where == nullptr || !IsKnown(facts, position)) {
    return trust::v1::LEVEL_UNSPECIFIED;
  }
  return AccessAtKnown(facts, *who, *where, position);
}

const KeyEpoch* SafeEpochAt(const Facts& facts, absl::string_view safe,
                            uint64_t position) {
  const Safe* where = facts.FindSafe(safe);
  if (where == nullptr || !IsKnown(facts, position)) return nullptr;
  for (const KeyEpoch& epoch : where->epochs) {
    if (Held(facts, epoch.term, position)) return &epoch;
  }
  return nullptr;
}

bool CouldWriteSince(const Facts& facts, const Member& member, const Safe& safe,
                     uint64_t position) {
  std::vector<uint64_t> candidates = Beginnings(member, safe);
  candidates.push_back(position);
  return std::any_of(
      candidates.begin(), candidates.end(), [&](uint64_t candidate) {
        return candidate >= position && IsKnown(facts, candidate) &&
               AccessAtKnown(facts, member, safe, candidate) >=
                   trust::v1::LEVEL_WRITE;
      });
}

}  // namespace klad::crypto::roster
