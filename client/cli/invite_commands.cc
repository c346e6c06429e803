// person invite, withdraw, replace.
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/until.h"
#include "client/display_names.h"
#include "client/error.h"
#include "client/inviting.h"
#include "client/people.h"
#include "client/replacing.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"
#include "crypto/invitation.h"
#include "crypto/names.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::roster::Member;
using crypto::roster::MemberState;

constexpr int kUsualDays = 7;

absl::StatusOr<std::vector<crypto::roster::RoleUntil>> RolesToGive(
    Context& context, const crypto::roster::State& roster) {
  int64_t until_ms = 0;
  if (context.Has("until")) {
    ASSIGN_OR_RETURN(until_ms, ParseUntil(context.Get("until"), context.now()));
  }
  std::vector<crypto::roster::RoleUntil> roles;
  for (const std::string& name : context.All("role")) {
    ASSIGN_OR_RETURN(const auto* role, client::FindRole(roster, name));
    if (role->name == crypto::roster::kOwner) {
      return Error(ExitCode::kUsage, Tr("nobody is invited as an owner"),
                   Tr("invite them in another role, then klad role give owner "
                      "LOGIN when they have joined"));
    }
    if (role->name == crypto::roster::kContractor && until_ms == 0) {
      return Error(ExitCode::kUsage, Tr("a contractor needs an end"),
                   Tr("add --until, such as --until friday or --until 14d"));
    }
    roles.push_back({role->name, until_ms});
  }
  return roles;
}

absl::StatusOr<client::InvitationPlan> PlanOf(
    Context& context, const crypto::roster::State& roster) {
  client::InvitationPlan plan;
  plan.login = client::FoldTitle(context.Get("LOGIN"));
  ASSIGN_OR_RETURN(plan.roles, RolesToGive(context, roster));
  int64_t days = kUsualDays;
  if (context.Has("days")) {
    ASSIGN_OR_RETURN(days,
                     context.Number("days", 1, client::kMaxInvitationDays));
  }
  plan.lasts_ms = days * client::kDayMs;
  return plan;
}

// The invitation stands, whatever became of the name.
void TellFailure(Context& context, const absl::Status& named) {
  if (named.ok()) return;
  context.Note(Say("the name is not kept: $0; klad person rename gives one",
                   named.message()));
}

absl::StatusOr<Result> InvitePerson(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(client::InvitationPlan plan,
                   PlanOf(context, account->roster()));
  const bool named = context.Has("name");
  if (named) RETURN_IF_ERROR(client::CheckDisplayName(context.Get("name")));
  const trust::v1::DisplayName name =
      client::SaltedName(named ? context.Get("name") : plan.login);
  plan.name_hash = crypto::HashDisplayName(name.salt(), name.name()).str();
  ASSIGN_OR_RETURN(const trust::v1::Invitation line,
                   client::Invite(&vault, plan));
  if (named) {
    TellFailure(
        context,
        client::SetName(account.get(),
                        account->roster().FindByLogin(plan.login)->id, name));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = Result::Single("invitation", crypto::FormatInvitation(line));
  result.messages.push_back(
      Say("send $0 this line by a channel you trust: whoever reads it first "
          "can join first",
          plan.login));
  return result;
}

absl::StatusOr<Result> WithdrawInvitation(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Member* person,
                   client::FindPerson(account->roster(), context.Get("LOGIN")));
  const std::string login = person->login;
  RETURN_IF_ERROR(client::Withdraw(&vault, *person));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("withdrew the invitation of $0: its line opens nothing now", login));
}

// What an invitation cannot give back, for the owner to give again.
void TellLost(Context& context, client::Vault& vault, const std::string& login,
              const client::Belongings& had) {
  if (had.owner) {
    context.Note(
        Say("$0 was an owner: when they have joined, klad role give "
            "owner $0",
            login));
  }
  for (const auto& grant : had.grants) {
    const auto name = vault.NameOf(grant.safe);
    context.Note(
        Say("$0 had a grant of $1 of their own: give it again when "
            "they have joined",
            login, name.ok() ? *name : absl::BytesToHexString(grant.safe)));
  }
}

absl::StatusOr<Result> ReplacePerson(Context& context) {
  int64_t since_ms = absl::ToUnixMillis(context.now());
  if (context.Has("since")) {
    ASSIGN_OR_RETURN(since_ms, ParseSince(context.Get("since"), context.now()));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Member* person,
                   client::FindPerson(account->roster(), context.Get("LOGIN")));
  const std::string id = person->id;
  const std::string login = person->login;
  // Interrupted behind the first entry, the second time begins here.
  if (person->state() != MemberState::kWaiting) {
    RETURN_IF_ERROR(context.Confirm(Say(
        "shut out the identity of $0 for good, and invite them anew?", login)));
    RETURN_IF_ERROR(client::DeclareLost(&vault, id, since_ms));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  const client::Belongings had = client::BelongingsOf(
      account->roster(), *account->roster().FindMember(id), account->NowMs());
  ASSIGN_OR_RETURN(client::InvitationPlan plan,
                   PlanOf(context, account->roster()));
  plan.name_hash = account->roster().FindMember(id)->name_hash;
  if (!context.Has("role")) plan.roles = had.roles;
  ASSIGN_OR_RETURN(const trust::v1::Invitation line,
                   client::Invite(&vault, plan));
  TellLost(context, vault, login, had);
  context.Note(
      Say("klad audit who $0 shows every secret, version and entry of "
          "the old identity since it is not trusted: look at each",
          login));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result = Result::Single("invitation", crypto::FormatInvitation(line));
  result.messages.push_back(
      Say("the old identity of $0 opens nothing now; what it saw is for you to "
          "change at the services themselves",
          login));
  return result;
}

}  // namespace

std::vector<Command> InviteCommands() {
  return {
      {.path = "person invite",
       .summary = Mark("invite somebody: prints one line to send"),
       .help =
           Mark("They run klad join with the line on their own machine and are "
                "members then. The line is a secret until it is used, for 7 "
                "days unless --days says otherwise. --until is when the roles "
                "end; a contractor needs it.\n\nExample:\n  klad person invite "
                "anna --role marketer\n  klad person invite boris --role "
                "contractor --until friday"),
       .arguments = {{"LOGIN", Mark("their login: a-z 0-9 . _ -")}},
       .options = {{"role", 0, "ROLE", Mark("a role to give them"), true},
                   {"name", 0, "NAME", Mark("what they are called")},
                   {"until", 0, "DATE", Mark("when the roles end")},
                   {"days", 0, "N", Mark("how long the line lasts: 1 to 14")}},
       .handler = InvitePerson},
      {.path = "person withdraw",
       .summary = Mark("take back an invitation that was not used"),
       .help = Mark("Its line opens nothing from that moment on.\n\nExample:\n"
                    "  klad person withdraw anna"),
       .arguments = {{"LOGIN", Mark("the person")}},
       .handler = WithdrawInvitation},
      {.path = "person replace",
       .summary = Mark("let somebody in again who lost their machine"),
       .help =
           Mark("The identity on the lost machine is void from that moment on, "
                "the keys it knew are renewed, and a new invitation is "
                "printed, with the roles they had unless --role says "
                "otherwise. What the old identity did since then is shown by "
                "klad audit who. Run again, it takes up what was "
                "interrupted.\n\nExample:\n  klad person replace anna --since "
                "yesterday"),
       .arguments = {{"LOGIN", Mark("the person")}},
       .options = {{"since", 0, "DATE",
                    Mark("since when it is not trusted: now if not given")},
                   {"role", 0, "ROLE", Mark("a role to give them"), true},
                   {"until", 0, "DATE", Mark("when those roles end")},
                   {"days", 0, "N", Mark("how long the line lasts: 1 to 14")}},
       .handler = ReplacePerson},
  };
}

}  // namespace klad::cli
