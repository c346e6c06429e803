// go.
#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/link_template.h"
#include "client/links.h"
#include "client/opener.h"
#include "client/people.h"
#include "client/remembered_names.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Account;
using client::Error;
using client::ExitCode;

// The roster is asked for only here: it names the owner.
absl::Status SayEnded(Account& account, const klad::v1::Link& link) {
  RETURN_IF_ERROR(account.CatchUp());
  const std::string owner = client::LoginOf(account.roster(), link.owner());
  return Error(
      ExitCode::kConflict,
      link.ended_note().empty()
          ? Say("the link $0 has ended", link.name())
          : Say("the link $0 has ended: $1", link.name(), link.ended_note()),
      Say("ask $0, who owns it", owner));
}

absl::Status WithLinkUsage(const absl::Status& status,
                           const klad::v1::Link& link) {
  const auto arguments = client::TemplateArguments(link.address());
  if (status.ok() || arguments.empty()) return status;
  std::string line = link.name();
  for (const std::string& argument : arguments) {
    absl::StrAppend(&line, " ", argument, "=...");
  }
  return client::WithHint(status, Say("as in: klad go $0", line));
}

// Arguments can be wrong: only now it is known that they are not.
void CountFilled(Context& context, Account& account,
                 const klad::v1::Link& link) {
  if (client::TemplateArguments(link.address()).empty()) return;
  const auto counted =
      client::FindLink(&account, link.name(), client::LinkUse::kOpenFilled);
  if (counted.ok()) return;
  context.Verbose(Say("this use of the link was not counted: $0",
                      std::string(counted.status().message())));
}

absl::StatusOr<Result> Go(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  ASSIGN_OR_RETURN(const client::FoundLink found,
                   client::FindLink(account.get(), context.Get("LINK"),
                                    client::LinkUse::kOpen));
  if (found.ended) return SayEnded(*account, found.link);
  const auto address =
      client::FillTemplate(found.link.address(), context.All("ARGUMENT"));
  RETURN_IF_ERROR(WithLinkUsage(address.status(), found.link));
  CountFilled(context, *account, found.link);
  client::RememberName(account.get(), client::kLinkNames,
                       client::NameOfRecord(found.link));
  const std::string opener = context.Has("print") ||
                                     !context.terminal().OutputIsTerminal() ||
                                     !client::MayOpen(*address)
                                 ? ""
                                 : client::FindOpener(context.environment());
  if (opener.empty()) return Result::Single("address", *address);
  RETURN_IF_ERROR(client::OpenAddress(opener, context.environment(), *address));
  Result result;
  result.messages.push_back(Say("opened $0", *address));
  return result;
}

}  // namespace

std::vector<Command> GoCommands() {
  return {
      {.path = "go",
       .summary = Mark("open a link of the map, or print its address"),
       .help = Mark(
           "On a terminal of a desktop the address is opened, elsewhere it is "
           "printed. Case, hyphens, spaces and Ё in the name do not matter. An "
           "address may have arguments; they are given in their order or as "
           "NAME=VALUE.\n\nExample:\n  klad go metrika\n  klad go utm "
           "campaign=q3 source=vk -p"),
       .arguments = {{"LINK", Mark("the link's name")},
                     {"ARGUMENT", Mark("what the address asks for"),
                      Arity::kMany}},
       .options = {{"print", 'p', "", Mark("print the address")}},
       .handler = Go},
  };
}

}  // namespace klad::cli
