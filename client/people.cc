#include "client/people.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "client/error.h"
#include "client/title.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

using crypto::roster::Member;
using crypto::roster::MemberKind;
using RosterState = crypto::roster::State;

constexpr size_t kMaxName = 32;

absl::Status NobodyIs(const RosterState& roster, absl::string_view login) {
  std::vector<std::string> logins;
  for (const auto& [known, id] : roster.facts().logins) logins.push_back(known);
  const std::vector<std::string> near = NearTitles(login, logins);
  return Error(ExitCode::kNotFound, Say("nobody has the login $0", login),
               near.empty()
                   ? Say("klad person list shows everybody")
                   : Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

}  // namespace

absl::StatusOr<const Member*> FindMember(const RosterState& roster,
                                         absl::string_view login) {
  const Member* found = roster.FindByLogin(FoldTitle(login));
  if (found == nullptr) return NobodyIs(roster, login);
  return found;
}

absl::StatusOr<const Member*> FindPerson(const RosterState& roster,
                                         absl::string_view login) {
  auto found = FindMember(roster, login);
  if (found.ok() && (*found)->kind != MemberKind::kPerson) {
    return Error(ExitCode::kUsage, Say("$0 is a tool", login),
                 Tr("name a person; klad person list shows everybody"));
  }
  return found;
}

absl::StatusOr<const crypto::roster::Role*> FindRole(const RosterState& roster,
                                                     absl::string_view name) {
  const crypto::roster::Role* found = roster.FindRole(FoldTitle(name));
  if (found != nullptr && !found->term.ended()) return found;
  std::vector<std::string> names;
  for (const auto& [known, role] : roster.facts().roles) {
    if (!role.term.ended()) names.push_back(known);
  }
  const std::vector<std::string> near = NearTitles(name, names);
  return Error(ExitCode::kNotFound, Say("there is no role $0", name),
               near.empty()
                   ? Say("klad role list shows the roles")
                   : Say("did you mean $0?", absl::StrJoin(near, ", ")));
}

std::string LoginOf(const RosterState& roster, absl::string_view id) {
  const Member* found = roster.FindMember(id);
  if (found == nullptr) return Say("somebody");
  return found->login.empty() ? Say("a recovery kit") : found->login;
}

absl::string_view StateWord(crypto::roster::MemberState state) {
  switch (state) {
    case crypto::roster::MemberState::kWaiting:
      return "waiting";
    case crypto::roster::MemberState::kActive:
      return "active";
    case crypto::roster::MemberState::kSuspended:
      return "suspended";
    case crypto::roster::MemberState::kDeparted:
      break;
  }
  return "departed";
}

std::vector<std::string> RolesOf(const RosterState& roster,
                                 const Member& member, int64_t now_ms) {
  std::vector<std::string> roles;
  for (const auto& [name, terms] : member.roles) {
    if (crypto::roster::InRole(roster.facts(), member, name, now_ms)) {
      roles.push_back(name);
    }
  }
  return roles;
}

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  c == '.' || c == '_' || c == '-';
         });
}

}  // namespace klad::client
