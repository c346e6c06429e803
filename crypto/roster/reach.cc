#include "crypto/roster/reach.h"

#include <algorithm>
#include <limits>

#include "crypto/base/status_macros.h"
#include "crypto/roster/history.h"
#include "crypto/roster/holders.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::crypto::roster {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

// When something that held while both terms did ended; 0 when it never held.
int64_t EndOf(const Facts& facts, const Term& a, const Term& b) {
  const uint64_t from = std::max(a.from, b.from);
  int64_t end = kNever;
  for (const Term* term : {&a, &b}) {
    if (term->ended() && term->to <= from) return 0;
    if (term->ended()) end = std::min(end, term->to_ms);
    if (term->until_ms == 0) continue;
    if (term->until_ms <= facts.times[from - 1]) return 0;
    end = std::min(end, term->until_ms);
  }
  return end;
}

void Raise(const Id& safe, int64_t end, Reach* reach) {
  if (end == 0) return;
  int64_t& known = reach->safes[safe];
  known = std::max(known, end);
}

int64_t EndOfGrant(const Facts& facts, const Member& member,
                   const GrantTarget& target, const Term& grant) {
  if (!target.is_role) {
    return target.name == member.id ? EndOf(facts, grant, grant) : 0;
  }
  int64_t end = 0;
  const auto in = member.roles.find(target.name);
  if (in == member.roles.end()) return 0;
  for (const Term& term : in->second) {
    end = std::max(end, EndOf(facts, grant, term));
  }
  return end;
}

int64_t EndOfOwner(const Facts& facts, const Member& member, const Safe& safe) {
  const auto owner = member.roles.find(kOwner);
  if (owner == member.roles.end()) return 0;
  // Owners read what is retired too.
  Term known = safe.term;
  known.to = 0;
  int64_t end = 0;
  for (const Term& term : owner->second) {
    end = std::max(end, EndOf(facts, known, term));
  }
  return end;
}

// To whom each epoch of each safe was sealed, by when the next began: a state
// forgets those.
using SealedEpochs = std::map<std::pair<Id, uint32_t>, std::set<Recipient>>;

void KeepSealed(const Safe& safe, SealedEpochs* kept) {
  (*kept)[{safe.id, safe.epoch().number}] = safe.epoch().sealed;
}

absl::StatusOr<SealedEpochs> SealedIn(
    const State& state, absl::Span<const trust::v1::Signed> entries) {
  if (entries.empty()) return absl::DataLossError("the log is empty");
  SealedEpochs kept;
  ASSIGN_OR_RETURN(State replayed, State::Found(state.organisation(),
                                                state.founding(), entries[0]));
  for (const trust::v1::Signed& made : entries.subspan(1)) {
    trust::v1::Entry entry;
    if (entry.ParseFromString(made.body()) && entry.has_safe_epoch()) {
      const Safe* safe = replayed.FindSafe(entry.safe_epoch().safe());
      if (safe != nullptr) KeepSealed(*safe, &kept);
    }
    RETURN_IF_ERROR(replayed.Apply(made));
  }
  for (const auto& [id, safe] : replayed.facts().safes) {
    KeepSealed(safe, &kept);
  }
  return kept;
}

}  // namespace

Reach ReachOf(const Facts& facts, const Member& member) {
  Reach reach;
  for (const auto& [id, safe] : facts.safes) {
    Raise(id, EndOfOwner(facts, member, safe), &reach);
    for (const auto& [target, grants] : safe.grants) {
      for (const GrantTerm& grant : grants) {
        Raise(id, EndOfGrant(facts, member, target, grant.term), &reach);
      }
    }
    for (const auto& [share, terms] : safe.shares) {
      if (share.second == member.id && !terms.empty()) {
        reach.shared.insert({id, share.first});
      }
    }
  }
  return reach;
}

std::vector<KeyName> KeysHeldBy(const Facts& facts, absl::string_view member) {
  std::vector<KeyName> held;
  Holders holders(facts);
  for (const KeyName& key : LiveKeys(facts)) {
    const std::set<Holder> all = holders.Of(key);
    if (std::any_of(all.begin(), all.end(), [&](const Holder& holder) {
          return !holder.is_invitation && holder.id == member;
        })) {
      held.push_back(key);
    }
  }
  return held;
}

absl::StatusOr<std::map<Id, uint32_t>> EpochsOpenedBy(
    const State& state, absl::Span<const trust::v1::Signed> entries,
    const std::set<Id>& members) {
  ASSIGN_OR_RETURN(const SealedEpochs sealed, SealedIn(state, entries));
  std::map<Id, uint32_t> opened;
  Holders holders(state.facts());
  for (const auto& [epoch, recipients] : sealed) {
    const std::set<Holder> all = holders.OfSealed(recipients);
    const bool theirs =
        std::any_of(all.begin(), all.end(), [&](const Holder& holder) {
          return !holder.is_invitation && members.count(holder.id) > 0;
        });
    // In order of their numbers: the newest comes last.
    if (theirs) opened[epoch.first] = epoch.second;
  }
  return opened;
}

bool WasOwner(const Facts& facts, absl::string_view member, uint64_t position) {
  const Member* who = facts.FindMember(member);
  if (who == nullptr || !WasActive(facts, member, position)) return false;
  const auto terms = who->roles.find(kOwner);
  if (terms == who->roles.end()) return false;
  const int64_t time_ms = facts.times[position - 1];
  return std::any_of(
      terms->second.begin(), terms->second.end(),
      [&](const Term& term) { return term.Covers(position, time_ms); });
}

uint64_t LeavingSince(const Member& member) {
  for (auto state = member.states.rbegin(); state != member.states.rend();
       ++state) {
    if (state->state == MemberState::kSuspended) return state->term.from;
    if (state->state != MemberState::kDeparted) return 0;
  }
  return 0;
}

}  // namespace klad::crypto::roster
