#include "client/replacing.h"

#include <algorithm>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using crypto::roster::Term;
using RosterState = crypto::roster::State;

// Ended by that entry and by nothing before.
bool EndedBy(const Term& term, uint64_t entry, int64_t now_ms) {
  return term.to == entry && (term.until_ms == 0 || now_ms < term.until_ms);
}

}  // namespace

Belongings BelongingsOf(const RosterState& roster,
                        const crypto::roster::Member& member, int64_t now_ms) {
  Belongings out;
  if (member.state() != crypto::roster::MemberState::kWaiting) return out;
  const uint64_t entry = member.states.back().term.from;
  for (const auto& [name, terms] : member.roles) {
    if (!EndedBy(terms.back(), entry, now_ms)) continue;
    if (name == crypto::roster::kOwner) {
      out.owner = true;
    } else if (const auto* role = roster.FindRole(name);
               role != nullptr && !role->term.ended()) {
      out.roles.push_back({name, terms.back().until_ms});
    }
  }
  for (const auto& [id, safe] : roster.facts().safes) {
    const auto granted = safe.grants.find({false, member.id});
    if (granted == safe.grants.end() || safe.retired()) continue;
    const auto& grant = granted->second.back();
    if (EndedBy(grant.term, entry, now_ms)) {
      out.grants.push_back({id, grant.level, grant.term.until_ms});
    }
  }
  return out;
}

absl::Status DeclareLost(Vault* vault, const std::string& member,
                         int64_t since_ms) {
  const Account& account = vault->account();
  if (member == account.member()) {
    return Error(ExitCode::kDenied,
                 Tr("nobody replaces themselves: it takes another owner"),
                 Tr("to go on on another machine while you have this one, use "
                    "klad identity move; without any owner, klad recover"));
  }
  return vault->roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        const auto* person = roster.FindMember(member);
        if (!person->active()) {
          return Error(ExitCode::kConflict,
                       Say("$0 is not active", person->login),
                       Say("klad person show $0 says how it stands",
                           person->login));
        }
        trust::v1::Entry entry;
        entry.mutable_lost()->set_member(member);
        entry.mutable_lost()->set_since_ms(
            std::min(since_ms, account.NowMs()));
        return entry;
      });
}

}  // namespace klad::client
