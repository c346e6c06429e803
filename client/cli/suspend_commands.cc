// person suspend, person resume.
#include "client/cli/cell_words.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/people.h"
#include "client/refusal.h"
#include "client/vault.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/facts.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using crypto::roster::Member;
using crypto::roster::MemberState;
using RosterState = crypto::roster::State;
using trust::v1::Entry;

absl::Status NotActive(const Member& member) {
  return Error(ExitCode::kConflict,
               Say("$0 is not active: $1", member.login,
                   WordFor("state", client::StateWord(member.state()))),
               Tr("klad person list shows how everybody stands"));
}

absl::Status CheckSuspend(const RosterState& roster, const Member& member,
                          absl::string_view me) {
  if (!roster.IsOwner(me) && member.id != me) {
    return Error(ExitCode::kDenied,
                 Tr("only an owner can suspend somebody else"),
                 Tr("klad person list shows who is one"));
  }
  if (!member.active()) return NotActive(member);
  if (roster.IsOwner(member.id) &&
      crypto::roster::CountOwners(roster.facts()) == 1) {
    return Error(ExitCode::kDenied, Say("$0 is the last owner", member.login),
                 Tr("make somebody else an owner first"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Result> Suspend(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Member* found,
                   client::FindMember(account->roster(), context.Get("LOGIN")));
  const std::string id = found->id;
  const std::string login = found->login;
  const absl::Status written = vault.roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<Entry> {
        RETURN_IF_ERROR(
            CheckSuspend(roster, *roster.FindMember(id), account->member()));
        Entry entry;
        entry.mutable_suspended()->set_member(id);
        return entry;
      });
  // Whoever suspends themselves is refused from then on, this command too.
  const bool myself =
      id == account->member() &&
      client::ReasonOf(written) == klad::v1::REASON_NOT_A_MEMBER;
  if (!myself) {
    RETURN_IF_ERROR(written);
    RETURN_IF_ERROR(Finish(context, vault));
  }
  return Result::Message(
      Say("$0 is suspended: nothing opens for them; klad person resume $0 "
          "brings them back",
          login));
}

absl::StatusOr<Result> Resume(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const Member* found,
                   client::FindMember(account->roster(), context.Get("LOGIN")));
  const std::string id = found->id;
  const std::string login = found->login;
  RETURN_IF_ERROR(vault.roster_writer().Write(
      [&](const RosterState& roster) -> absl::StatusOr<Entry> {
        const Member& member = *roster.FindMember(id);
        if (member.state() != MemberState::kSuspended) {
          return Error(ExitCode::kConflict,
                       Say("$0 is not suspended: $1", login,
                           WordFor("state", client::StateWord(member.state()))),
                       member.state() == MemberState::kDeparted
                           ? Tr("who has left is invited anew, by another "
                                "login")
                           : Tr("klad person list shows how everybody stands"));
        }
        Entry entry;
        entry.mutable_resumed()->set_member(id);
        return entry;
      }));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("$0 is back, with everything that was not taken meanwhile", login));
}

}  // namespace

std::vector<Command> SuspendCommands() {
  return {
      {.path = "person suspend",
       .summary = Mark("end somebody's access at once, for the time being"),
       .help = Mark(
           "In force with the command: every call of theirs is refused, open "
           "connections are cut, and the keys they know are renewed. They "
           "keep roles and grants for the day they come back. Tools they made "
           "go on. Everybody may suspend themselves.\n\nExample:\n  klad "
           "person suspend anna"),
       .arguments = {{"LOGIN", Mark("the person or tool")}},
       .handler = Suspend},
      {.path = "person resume",
       .summary = Mark("let somebody in again who was suspended"),
       .help = Mark("Example:\n  klad person resume anna"),
       .arguments = {{"LOGIN", Mark("the person or tool")}},
       .handler = Resume},
  };
}

}  // namespace klad::cli
