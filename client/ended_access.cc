#include "client/ended_access.h"

#include <map>
#include <set>
#include <utility>

#include "client/exposures.h"
#include "client/rotation_book.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/reach.h"

namespace klad::client {
namespace {

using crypto::roster::Member;

// By safe, when it ended.
using Ended = std::map<std::string, int64_t>;

Ended EndedOf(const Account& account, const Member& member) {
  Ended ended;
  const auto& roster = account.roster();
  const crypto::roster::Reach reach =
      crypto::roster::ReachOf(roster.facts(), member);
  for (const auto& [safe, end_ms] : reach.safes) {
    if (end_ms > account.NowMs() ||
        roster.Access(member.id, safe, account.NowMs()) !=
            trust::v1::LEVEL_UNSPECIFIED) {
      continue;
    }
    ended[safe] = end_ms;
  }
  return ended;
}

// By safe, what the member was given there and is in use.
absl::StatusOr<std::map<std::string, std::set<std::string>>> CurrentIn(
    Vault* vault, RotationBook& book, const std::string& member,
    const Ended& ended) {
  std::map<std::string, std::set<std::string>> names;
  ASSIGN_OR_RETURN(const auto exposures, ExposuresOf(vault, member));
  for (const Exposed& seen : exposures) {
    if (ended.count(seen.safe) == 0) continue;
    Rotation given;
    given.safe = seen.safe;
    given.credential = seen.credential;
    ASSIGN_OR_RETURN(const bool current,
                     book.IsCurrent(given, seen.generation));
    if (!current) continue;
    ASSIGN_OR_RETURN(std::string name, book.NameOf(given));
    names[seen.safe].insert(std::move(name));
  }
  return names;
}

}  // namespace

absl::StatusOr<std::vector<EndedAccess>> FindEndedAccess(Vault* vault) {
  std::vector<std::pair<std::string, Ended>> who;
  const Account& account = vault->account();
  for (const auto& [login, id] : account.roster().facts().logins) {
    const Member* member = account.roster().FindMember(id);
    if (member == nullptr || !member->active()) continue;
    Ended ended = EndedOf(account, *member);
    if (!ended.empty()) who.emplace_back(id, std::move(ended));
  }
  RotationBook book(vault);
  std::vector<EndedAccess> out;
  for (const auto& [member, ended] : who) {
    ASSIGN_OR_RETURN(const auto names, CurrentIn(vault, book, member, ended));
    for (const auto& [safe, current] : names) {
      out.push_back({member, ended.at(safe), {current.begin(), current.end()}});
    }
  }
  return out;
}

}  // namespace klad::client
