// role list, show, new, change, end, give, take.
#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/until.h"
#include "client/error.h"
#include "client/people.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/epoch_key.h"
#include "crypto/roster/epoch_keys.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::roster::KeyName;
using crypto::roster::Member;
using crypto::roster::Role;
using RosterState = crypto::roster::State;

std::vector<const Member*> MembersOf(const RosterState& roster,
                                     const Role& role, int64_t now_ms) {
  std::vector<const Member*> members;
  for (const auto& id : role.members) {
    const Member* member = roster.FindMember(id);
    if (crypto::roster::InRole(roster.facts(), *member, role.name, now_ms)) {
      members.push_back(member);
    }
  }
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return a->login < b->login; });
  return members;
}

Value EndOf(const Member& member, const Role& role) {
  const int64_t until_ms = member.roles.at(role.name).back().until_ms;
  return until_ms == 0 ? Value() : Value(absl::FromUnixMillis(until_ms));
}

absl::StatusOr<Result> RoleList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  const RosterState& roster = account->roster();
  Result result;
  result.columns = {"role", "members", "permissions"};
  for (const auto& [name, role] : roster.facts().roles) {
    if (role.term.ended()) continue;
    result.AddRow(name, MembersOf(roster, role, account->NowMs()).size(),
                  role.permissions.back().permissions);
  }
  return result;
}

absl::StatusOr<Result> RoleShow(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Role* role,
                   client::FindRole(account->roster(), context.Get("ROLE")));
  const std::string name = role->name;
  RETURN_IF_ERROR(Finish(context, vault));
  const RosterState& roster = account->roster();
  role = roster.FindRole(name);
  Result result;
  result.Add("role", name);
  result.Add("permissions", role->permissions.back().permissions);
  result.Add("epoch", role->epoch().number);
  result.rows_name = "members";
  result.columns = {"login", "until"};
  for (const Member* member : MembersOf(roster, *role, account->NowMs())) {
    result.AddRow(client::LoginOf(roster, member->id), EndOf(*member, *role));
  }
  return result;
}

// Signs one entry that `fill` makes, on whatever head it will be.
absl::Status Sign(Context& context,
                  const std::function<absl::Status(
                      client::Vault& vault, trust::v1::Entry* entry)>& fill) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(vault.roster_writer().Write(
      [&](const RosterState&) -> absl::StatusOr<trust::v1::Entry> {
        trust::v1::Entry entry;
        RETURN_IF_ERROR(fill(vault, &entry));
        return entry;
      }));
  return Finish(context, vault);
}

absl::Status CheckPermissions(const std::vector<std::string>& permissions) {
  for (const std::string& word : permissions) {
    if (client::IsName(word) && word.find('.') != std::string::npos) continue;
    return Error(ExitCode::kUsage, Say("$0 cannot be a permission", word),
                 Tr("klad policy lists the permissions that methods need"));
  }
  return absl::OkStatus();
}

void Define(Context& context, const std::string& role,
            trust::v1::RoleDefinition* definition) {
  definition->set_role(role);
  std::vector<std::string> words = context.All("permission");
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  *definition->mutable_permissions() = {words.begin(), words.end()};
}

absl::StatusOr<Result> RoleNew(Context& context) {
  const std::string name = client::FoldTitle(context.Get("ROLE"));
  if (!client::IsName(name)) {
    return Error(ExitCode::kUsage, Say("$0 cannot be the name of a role", name),
                 Tr("a role is 1 to 32 of a-z 0-9 . _ -"));
  }
  RETURN_IF_ERROR(CheckPermissions(context.All("permission")));
  const KeyName key = KeyName::Role(name);
  RETURN_IF_ERROR(Sign(context, [&](client::Vault& vault,
                                    trust::v1::Entry* entry) {
    if (vault.account().roster().FindRole(name) != nullptr) {
      return Error(ExitCode::kConflict,
                   Say("there is, or was, a role $0", name),
                   Tr("choose another name"));
    }
    const Secret* seed = vault.keychain().Add(key, 1, Secret::Random(32));
    Define(context, name, entry->mutable_role_defined()->mutable_definition());
    *entry->mutable_role_defined()->mutable_key() = crypto::NameRoleKey(
        crypto::roster::NameOf(vault.account().organisation(), key), 1, *seed,
        nullptr);
    return absl::OkStatus();
  }));
  return Result::Message(Say("defined the role $0", name));
}

absl::StatusOr<Result> RoleChange(Context& context) {
  RETURN_IF_ERROR(CheckPermissions(context.All("permission")));
  std::string name;
  RETURN_IF_ERROR(Sign(
      context,
      [&](client::Vault& vault, trust::v1::Entry* entry) -> absl::Status {
        ASSIGN_OR_RETURN(
            const Role* role,
            client::FindRole(vault.account().roster(), context.Get("ROLE")));
        name = role->name;
        Define(context, name,
               entry->mutable_role_changed()->mutable_definition());
        return absl::OkStatus();
      }));
  return Result::Message(Say("changed the role $0", name));
}

absl::StatusOr<Result> RoleEnd(Context& context) {
  std::string name;
  bool asked = false;
  RETURN_IF_ERROR(
      Sign(context,
           [&](client::Vault& vault, trust::v1::Entry* entry) -> absl::Status {
             const RosterState& roster = vault.account().roster();
             ASSIGN_OR_RETURN(const Role* role,
                              client::FindRole(roster, context.Get("ROLE")));
             name = role->name;
             std::vector<std::string> logins;
             for (const Member* member :
                  MembersOf(roster, *role, vault.account().NowMs())) {
               logins.push_back(member->login);
             }
             if (!asked) {
               RETURN_IF_ERROR(context.Confirm(
                   logins.empty()
                       ? Say("end the role $0, for good?", name)
                       : Say("end the role $0, for good? it is taken from $1",
                             name, absl::StrJoin(logins, ", "))));
               asked = true;
             }
             entry->mutable_role_ended()->set_role(name);
             return absl::OkStatus();
           }));
  return Result::Message(Say("ended the role $0", name));
}

absl::StatusOr<Result> RoleGive(Context& context) {
  int64_t until_ms = 0;
  if (context.Has("until")) {
    ASSIGN_OR_RETURN(until_ms, ParseUntil(context.Get("until"), context.now()));
  }
  std::string role_name;
  std::string login;
  RETURN_IF_ERROR(Sign(
      context,
      [&](client::Vault& vault, trust::v1::Entry* entry) -> absl::Status {
        const RosterState& roster = vault.account().roster();
        ASSIGN_OR_RETURN(const Role* role,
                         client::FindRole(roster, context.Get("ROLE")));
        ASSIGN_OR_RETURN(const Member* member,
                         client::FindPerson(roster, context.Get("LOGIN")));
        if (!member->active()) {
          return Error(
              ExitCode::kConflict, Say("$0 is not active", member->login),
              Say("klad person show $0 says how it stands", member->login));
        }
        if ((role->name == crypto::roster::kContractor ||
             crypto::roster::IsContractor(*member)) &&
            until_ms == 0) {
          return Error(
              ExitCode::kUsage, Tr("a contractor needs an end"),
              Tr("add --until, such as --until friday or --until 14d"));
        }
        if (role->name == crypto::roster::kOwner && until_ms != 0) {
          return Error(ExitCode::kUsage, Tr("an owner has no end"),
                       Tr("leave --until out; klad role take ends it"));
        }
        role_name = role->name;
        login = member->login;
        entry->mutable_role_given()->set_member(member->id);
        entry->mutable_role_given()->mutable_role()->set_role(role_name);
        entry->mutable_role_given()->mutable_role()->set_until_ms(until_ms);
        return absl::OkStatus();
      }));
  return Result::Message(Say("gave the role $0 to $1", role_name, login));
}

absl::StatusOr<Result> RoleTake(Context& context) {
  std::string role_name;
  std::string login;
  RETURN_IF_ERROR(Sign(
      context,
      [&](client::Vault& vault, trust::v1::Entry* entry) -> absl::Status {
        const RosterState& roster = vault.account().roster();
        ASSIGN_OR_RETURN(const Role* role,
                         client::FindRole(roster, context.Get("ROLE")));
        ASSIGN_OR_RETURN(const Member* member,
                         client::FindPerson(roster, context.Get("LOGIN")));
        if (role->members.count(member->id) == 0) {
          return Error(
              ExitCode::kConflict,
              Say("$0 does not have the role $1", member->login, role->name),
              Say("klad role show $0 says who has it", role->name));
        }
        role_name = role->name;
        login = member->login;
        entry->mutable_role_taken()->set_member(member->id);
        entry->mutable_role_taken()->set_role(role_name);
        return absl::OkStatus();
      }));
  return Result::Message(Say("took the role $0 from $1", role_name, login));
}

}  // namespace

std::vector<Command> RoleCommands() {
  return {
      {.path = "role list",
       .summary = Mark("list the roles, and what they permit"),
       .help = Mark("Example:\n  klad role list"),
       .handler = RoleList},
      {.path = "role show",
       .summary = Mark("show who has a role, and until when"),
       .help = Mark("Example:\n  klad role show marketer"),
       .arguments = {{"ROLE", Mark("the role")}},
       .handler = RoleShow},
      {.path = "role new",
       .summary = Mark("define a role of your own"),
       .help = Mark("A role permits what its words say and nothing else; klad "
                    "policy lists them. Safes are granted to it like to a "
                    "person.\n\nExample:\n  klad role new intern --permission "
                    "credential.list --permission credential.reveal"),
       .arguments = {{"ROLE", Mark("its name: a-z 0-9 . _ -")}},
       .options = {{"permission", 0, "WORD", Mark("what it permits"), true}},
       .handler = RoleNew},
      {.path = "role change",
       .summary = Mark("change what a role permits"),
       .help = Mark("The words given here take the place of all words "
                    "before.\n\nExample:\n  klad role change intern "
                    "--permission credential.list"),
       .arguments = {{"ROLE", Mark("the role")}},
       .options = {{"permission", 0, "WORD", Mark("what it permits"), true}},
       .handler = RoleChange},
      {.path = "role end",
       .summary = Mark("end a role for everybody"),
       .help = Mark("Its grants end with it, and the keys that were known by "
                    "it alone are renewed. The name is never used "
                    "again.\n\nExample:\n  klad role end intern"),
       .arguments = {{"ROLE", Mark("the role")}},
       .handler = RoleEnd},
      {.path = "role give",
       .summary = Mark("give a role to a person"),
       .help = Mark(
           "Given again, the new end counts. A contractor needs an "
           "end.\n\nExample:\n  klad role give pr anna --until 31.12.2026"),
       .arguments = {{"ROLE", Mark("the role")}, {"LOGIN", Mark("the person")}},
       .options = {{"until", 0, "DATE", Mark("when it ends")}},
       .handler = RoleGive},
      {.path = "role take",
       .summary = Mark("take a role from a person"),
       .help = Mark("What they could open by it alone gets new "
                    "keys.\n\nExample:\n  klad role take pr anna"),
       .arguments = {{"ROLE", Mark("the role")}, {"LOGIN", Mark("the person")}},
       .handler = RoleTake},
  };
}

}  // namespace klad::cli
