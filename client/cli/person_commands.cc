// person list, show, rename.
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/identity_words.h"
#include "client/cli/opened.h"
#include "client/display_names.h"
#include "client/error.h"
#include "client/inviting.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/display_name.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::roster::Member;
using crypto::roster::MemberState;
using RosterState = crypto::roster::State;

absl::string_view KindWord(crypto::roster::MemberKind kind) {
  switch (kind) {
    case crypto::roster::MemberKind::kPerson:
      return "person";
    case crypto::roster::MemberKind::kTool:
      return "tool";
    case crypto::roster::MemberKind::kKit:
      break;
  }
  return "kit";
}

Value NameIn(const std::map<std::string, std::string>& names,
             const std::string& member) {
  const auto found = names.find(member);
  return found == names.end() ? Value() : Value(found->second);
}

absl::StatusOr<Result> ListPeople(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  const RosterState& roster = account->roster();
  std::vector<std::string> shown;
  for (const auto& [login, id] : roster.facts().logins) {
    if (roster.FindMember(id)->state() != MemberState::kDeparted ||
        context.Has("all")) {
      shown.push_back(id);
    }
  }
  ASSIGN_OR_RETURN(const auto names, client::FetchNames(account.get(), shown));
  Result result;
  result.columns = {"login", "name", "kind", "state", "roles"};
  for (const std::string& id : shown) {
    const Member& member = *roster.FindMember(id);
    result.AddRow(member.login, NameIn(names, id), KindWord(member.kind),
                  client::StateWord(member.state()),
                  client::RolesOf(roster, member, account->NowMs()));
  }
  return result;
}

Value TimeOf(int64_t ms) {
  return ms == 0 ? Value() : Value(absl::FromUnixMillis(ms));
}

void AddRoles(const client::Account& account, const Member& member,
              Result* result) {
  const RosterState& roster = account.roster();
  result->rows_name = "roles";
  result->columns = {"role", "until"};
  const auto* open = client::OpenInvitation(roster, member.id, account.NowMs());
  if (open != nullptr) {
    for (const auto& given : open->roles) {
      result->AddRow(given.role, TimeOf(given.until_ms));
    }
    return;
  }
  for (const std::string& role :
       client::RolesOf(roster, member, account.NowMs())) {
    result->AddRow(role, TimeOf(member.roles.at(role).back().until_ms));
  }
}

absl::StatusOr<Result> ShowPerson(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  const RosterState& roster = account->roster();
  ASSIGN_OR_RETURN(const Member* member,
                   client::FindMember(roster, context.Get("LOGIN")));
  Result result;
  ASSIGN_OR_RETURN(const auto names,
                   client::FetchNames(account.get(), {member->id}));
  result.Add("login", member->login);
  result.Add("name", NameIn(names, member->id));
  result.Add("kind", KindWord(member->kind));
  result.Add("state", client::StateWord(member->state()));
  result.Add("member", absl::BytesToHexString(member->id));
  result.Add("author", member->author.empty()
                           ? Value()
                           : Value(client::LoginOf(roster, member->author)));
  const auto* open =
      client::OpenInvitation(roster, member->id, account->NowMs());
  result.Add("invited_until",
             open == nullptr ? Value() : TimeOf(open->term.until_ms));
  result.Add("distrusted_since", TimeOf(member->distrusted_since_ms));
  const std::string words = IdentityWords(roster, *member);
  result.Add("words", words.empty() ? Value() : Value(words));
  AddRoles(*account, *member, &result);
  return result;
}

absl::StatusOr<Result> RenamePerson(Context& context) {
  const bool erase = context.Has("erase");
  if (erase == context.Has("NAME")) {
    return Error(ExitCode::kUsage, Tr("a new name is missing, or one too many"),
                 Tr("give the new name, or --erase"));
  }
  if (!erase) RETURN_IF_ERROR(client::CheckDisplayName(context.Get("NAME")));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  ASSIGN_OR_RETURN(const Member* person,
                   client::FindPerson(account->roster(), context.Get("LOGIN")));
  if (person->id != account->member() &&
      !account->roster().IsOwner(account->member())) {
    return Error(ExitCode::kDenied, Tr("only owners rename others"),
                 Tr("ask an owner; your own name is yours to change"));
  }
  RETURN_IF_ERROR(client::SetName(
      account.get(), person->id,
      erase ? trust::v1::DisplayName()
            : crypto::roster::SignDisplayName(
                  account->roster(), person->id, account->member(),
                  account->identity().signing_key(), context.Get("NAME"))));
  return Result::Message(
      erase ? Say("erased the name of $0; the login stays", person->login)
            : Say("$0 is called $1 now", person->login, context.Get("NAME")));
}

}  // namespace

std::vector<Command> PersonCommands() {
  return {
      {.path = "person list",
       .summary = Mark("list people and tools"),
       .help = Mark("Example:\n  klad person list --all"),
       .options = {{"all", 0, "", Mark("those who have left, too")}},
       .handler = ListPeople},
      {.path = "person show",
       .summary = Mark("show a person: state, roles, words"),
       .help =
           Mark("The eight words stand for the person's keys: they see the "
                "same ones when they join, and with klad me.\n\nExample:\n  "
                "klad person show anna"),
       .arguments = {{"LOGIN", Mark("the person or tool")}},
       .handler = ShowPerson},
      {.path = "person rename",
       .summary = Mark("say what a person is called"),
       .help =
           Mark("Of oneself, or by an owner. The login stays. The name stands "
                "beside the roster and can be erased; the former one is not "
                "kept.\n\nExample:\n  klad person rename anna \"Анна "
                "Иванова\"\n  klad person rename anna --erase"),
       .arguments = {{"LOGIN", Mark("the person")},
                     {"NAME", Mark("the new name"), Arity::kOptional}},
       .options = {{"erase", 0, "", Mark("keep no name at all")}},
       .handler = RenamePerson},
  };
}

}  // namespace klad::cli
