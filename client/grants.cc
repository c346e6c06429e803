#include "client/grants.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/people.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"

namespace klad::client {
namespace {

using crypto::roster::GrantTarget;
using crypto::roster::GrantTerm;
using crypto::roster::Invitation;
using crypto::roster::Member;
using crypto::roster::Role;
using crypto::roster::RoleUntil;
using RosterState = crypto::roster::State;

const Role* LiveRole(const RosterState& roster, absl::string_view name) {
  const Role* role = roster.FindRole(name);
  return role == nullptr || role->term.ended() ? nullptr : role;
}

absl::Status NobodyCalled(const RosterState& roster, absl::string_view name) {
  std::vector<std::string> names;
  for (const auto& [login, id] : roster.facts().logins) names.push_back(login);
  for (const auto& [role, each] : roster.facts().roles) {
    if (!each.term.ended()) names.push_back(role);
  }
  const std::vector<std::string> near = NearTitles(name, names);
  return Error(
      ExitCode::kNotFound, Say("no member and no role is called $0", name),
      near.empty() ? Say("klad person list and klad role list show them")
                   : Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

trust::v1::Target ToProto(const GrantTarget& target) {
  trust::v1::Target out;
  if (target.is_role) {
    out.set_role(target.name);
  } else {
    out.set_member(target.name);
  }
  return out;
}

// 0 is without an end.
int64_t Earlier(int64_t a, int64_t b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

void AddMembers(const RosterState& roster, const std::string& role, Way way,
                int64_t now_ms, std::vector<Way>* ways) {
  const int64_t grant_until_ms = way.until_ms;
  for (const std::string& id : roster.FindRole(role)->members) {
    const Member& member = *roster.FindMember(id);
    if (!member.active() ||
        !crypto::roster::InRole(roster.facts(), member, role, now_ms)) {
      continue;
    }
    way.member = id;
    way.until_ms =
        Earlier(grant_until_ms, member.roles.at(role).back().until_ms);
    ways->push_back(way);
  }
}

void AddInvited(const RosterState& roster, const std::string& role, Way way,
                int64_t now_ms, std::vector<Way>* ways) {
  const int64_t grant_until_ms = way.until_ms;
  for (const auto& [id, invitation] : roster.facts().invitations) {
    if (!crypto::roster::IsOpen(invitation, now_ms)) continue;
    for (const RoleUntil& given : invitation.roles) {
      if (given.role != role) continue;
      way.member = invitation.member;
      way.invited = true;
      way.until_ms = Earlier(grant_until_ms, given.until_ms);
      ways->push_back(way);
    }
  }
}

void AddRole(const RosterState& roster, const std::string& role,
             trust::v1::Level level, int64_t until_ms, int64_t now_ms,
             std::vector<Way>* ways) {
  const size_t before = ways->size();
  const Way way = {"", role, level, until_ms, false};
  AddMembers(roster, role, way, now_ms, ways);
  AddInvited(roster, role, way, now_ms, ways);
  if (ways->size() == before) ways->push_back(way);
}

// Roles that nobody is in come last.
void SortByLogin(const RosterState& roster, std::vector<Way>* ways) {
  const auto key = [&roster](const Way& way) {
    const Member* member = roster.FindMember(way.member);
    return std::make_tuple(member == nullptr,
                           member == nullptr ? "" : member->login, way.role);
  };
  std::stable_sort(
      ways->begin(), ways->end(),
      [&key](const Way& a, const Way& b) { return key(a) < key(b); });
}

}  // namespace

absl::StatusOr<GrantTarget> FindTarget(const RosterState& roster,
                                       absl::string_view name,
                                       TargetKind kind) {
  const std::string folded = FoldTitle(name);
  const Member* member =
      kind == TargetKind::kRole ? nullptr : roster.FindByLogin(folded);
  const Role* role =
      kind == TargetKind::kMember ? nullptr : LiveRole(roster, folded);
  if (member != nullptr && role != nullptr) {
    return Error(
        ExitCode::kUsage,
        Say("$0 is the login of a member and the name of a role", folded),
        Tr("say which is meant: --member or --role"));
  }
  if (member != nullptr) return GrantTarget{false, member->id};
  if (role != nullptr) return GrantTarget{true, role->name};
  return NobodyCalled(roster, name);
}

std::string NameOf(const RosterState& roster, const GrantTarget& target) {
  return target.is_role ? target.name : LoginOf(roster, target.name);
}

const GrantTerm* GrantInForce(const RosterState& roster, absl::string_view safe,
                              const GrantTarget& target, int64_t now_ms) {
  const crypto::roster::Safe* found = roster.FindSafe(safe);
  if (found == nullptr) return nullptr;
  const GrantTerm* grant = crypto::roster::StandingGrant(*found, target);
  return grant != nullptr && grant->term.InForce(now_ms) ? grant : nullptr;
}

absl::Status Grant(Vault* vault, absl::string_view safe,
                   const GrantTarget& target, trust::v1::Level level,
                   int64_t until_ms) {
  trust::v1::Entry entry;
  trust::v1::Granted* granted = entry.mutable_granted();
  granted->set_safe(std::string(safe));
  *granted->mutable_target() = ToProto(target);
  granted->set_level(level);
  granted->set_until_ms(until_ms);
  bool stands = false;
  const absl::Status status = vault->roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<trust::v1::Entry> {
        const GrantTerm* standing =
            GrantInForce(roster, safe, target, vault->account().NowMs());
        if (standing != nullptr && standing->level == level &&
            standing->term.until_ms == until_ms) {
          stands = true;
          return absl::AlreadyExistsError("it stands");
        }
        return entry;
      });
  return stands ? absl::OkStatus() : status;
}

absl::Status Revoke(Vault* vault, absl::string_view safe,
                    const GrantTarget& target) {
  trust::v1::Entry entry;
  entry.mutable_grant_revoked()->set_safe(std::string(safe));
  *entry.mutable_grant_revoked()->mutable_target() = ToProto(target);
  return vault->roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        return entry;
      });
}

std::vector<Way> WaysTo(const RosterState& roster, absl::string_view id,
                        int64_t now_ms) {
  std::vector<Way> ways;
  const crypto::roster::Safe& safe = *roster.FindSafe(id);
  AddRole(roster, crypto::roster::kOwner, trust::v1::LEVEL_MANAGE, 0, now_ms,
          &ways);
  for (const auto& [target, terms] : safe.grants) {
    const GrantTerm* grant = GrantInForce(roster, id, target, now_ms);
    if (grant == nullptr) continue;
    if (target.is_role) {
      AddRole(roster, target.name, grant->level, grant->term.until_ms, now_ms,
              &ways);
    } else if (roster.Access(target.name, id, now_ms) !=
               trust::v1::LEVEL_UNSPECIFIED) {
      ways.push_back({target.name, "", grant->level,
                      Earlier(grant->term.until_ms,
                              roster.FindMember(target.name)->until_ms),
                      false});
    }
  }
  SortByLogin(roster, &ways);
  return ways;
}

}  // namespace klad::client
