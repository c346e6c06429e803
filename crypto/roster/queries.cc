#include <algorithm>

#include "crypto/roster/due.h"
#include "crypto/roster/history.h"
#include "crypto/roster/holders.h"
#include "crypto/roster/policy.h"
#include "crypto/roster/recipients.h"
#include "crypto/roster/state.h"

namespace klad::crypto::roster {

const Member* State::FindByLogin(absl::string_view login) const {
  const auto id = facts_.logins.find(std::string(login));
  return id == facts_.logins.end() ? nullptr : FindMember(id->second);
}

absl::StatusOr<int64_t> State::Policy(absl::string_view word) const {
  const PolicyWord* known = FindPolicyWord(word);
  if (known == nullptr) return absl::NotFoundError("no such policy");
  const auto set = facts_.policy.find(std::string(word));
  return set == facts_.policy.end() ? known->standard : set->second;
}

bool State::Names(absl::string_view member, absl::string_view tls_key) const {
  const Member* who = FindMember(member);
  return who != nullptr && who->active() &&
         who->identity()->keys.tls == tls_key;
}

bool State::Allows(absl::string_view member, absl::string_view permission,
                   int64_t now_ms) const {
  const Member* who = FindMember(member);
  if (who == nullptr || !who->active()) return false;
  if (who->until_ms != 0 && now_ms >= who->until_ms) return false;
  if (permission == "member" || roster::IsOwner(facts_, *who)) return true;
  if (who->kind == MemberKind::kTool) {
    return std::find(who->permissions.begin(), who->permissions.end(),
                     permission) != who->permissions.end();
  }
  int64_t end_ms = 0;
  return HasPermission(facts_, *who, permission, now_ms, &end_ms);
}

bool State::IsOwner(absl::string_view member) const {
  const Member* who = FindMember(member);
  return who != nullptr && roster::IsOwner(facts_, *who);
}

Level State::Access(absl::string_view member, absl::string_view safe,
                    int64_t now_ms) const {
  const Member* who = FindMember(member);
  const Safe* where = FindSafe(safe);
  if (who == nullptr || where == nullptr) return trust::v1::LEVEL_UNSPECIFIED;
  return AccessTo(facts_, *who, *where, now_ms);
}

bool State::IsShared(absl::string_view safe, absl::string_view credential,
                     absl::string_view member, int64_t now_ms) const {
  const Member* who = FindMember(member);
  const Safe* where = FindSafe(safe);
  if (who == nullptr || where == nullptr) return false;
  if (!who->active() || where->retired()) return false;
  if (who->until_ms != 0 && now_ms >= who->until_ms) return false;
  const auto terms =
      where->shares.find({std::string(credential), std::string(member)});
  return terms != where->shares.end() &&
         terms->second.back().term.InForce(now_ms);
}

bool State::WasActive(absl::string_view member, uint64_t position) const {
  return roster::WasActive(facts_, member, position);
}

bool State::CouldWrite(absl::string_view member, absl::string_view safe,
                       uint64_t position) const {
  return AccessAt(facts_, member, safe, position) >= trust::v1::LEVEL_WRITE;
}

const std::string* State::SigningKeyAt(absl::string_view member,
                                       uint64_t position) const {
  return roster::SigningKeyAt(facts_, member, position);
}

const KeyEpoch* State::SafeEpochAt(absl::string_view safe,
                                   uint64_t position) const {
  return roster::SafeEpochAt(facts_, safe, position);
}

std::vector<Recipient> State::Recipients(const KeyName& key) const {
  return RecipientsOf(facts_, key);
}

std::set<Holder> State::HoldersOf(const KeyName& key) const {
  return Holders(facts_).Of(key);
}

std::vector<DueKey> State::Due(int64_t now_ms) const {
  return roster::Due(facts_, now_ms);
}

}  // namespace klad::crypto::roster
