// safe create, list, rename, retire.
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/level.h"
#include "client/cli/opened.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

absl::StatusOr<Result> SafeCreate(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(vault.CreateSafe(context.Get("NAME")));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("created the safe $0", context.Get("NAME")));
}

absl::StatusOr<Result> SafeList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto safes, vault.Safes());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"name", "access", "retired"};
  for (const client::SafeInfo& safe : safes) {
    result.AddRow(safe.name, LevelWord(safe.level), safe.retired);
  }
  if (safes.empty()) {
    result.messages.emplace_back(Tr("no safes yet: klad safe create NAME"));
  }
  return result;
}

absl::StatusOr<Result> SafeRename(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(context.Get("NAME")));
  RETURN_IF_ERROR(vault.RenameSafe(safe, context.Get("NEW-NAME")));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(
      Say("renamed $0 to $1", safe.name, context.Get("NEW-NAME")));
}

absl::StatusOr<Result> SafeRetire(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  client::Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safe, vault.FindSafe(context.Get("NAME")));
  RETURN_IF_ERROR(context.Confirm(Say(
      "retire the safe $0? nobody but owners opens it afterwards", safe.name)));
  RETURN_IF_ERROR(vault.RetireSafe(safe));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("retired the safe $0", safe.name));
}

}  // namespace

std::vector<Command> SafeCommands() {
  return {
      {.path = "safe create",
       .summary = Mark("create a safe"),
       .help = Mark("You become its manager; the role head manages it "
                    "too.\n\nExample:\n  klad safe create ads"),
       .arguments = {{"NAME", Mark("the new safe's name")}},
       .handler = SafeCreate},
      {.path = "safe list",
       .summary = Mark("list the safes you may open"),
       .help = Mark("Example:\n  klad safe list"),
       .handler = SafeList},
      {.path = "safe rename",
       .summary = Mark("rename a safe"),
       .help = Mark("Example:\n  klad safe rename ads реклама"),
       .arguments = {{"NAME", Mark("its present name")},
                     {"NEW-NAME", Mark("its new name")}},
       .handler = SafeRename},
      {.path = "safe retire",
       .summary = Mark("take a safe out of use"),
       .help = Mark("Nothing is deleted, but only owners may read it from then "
                    "on.\n\nExample:\n  klad safe retire ads"),
       .arguments = {{"NAME", Mark("the safe")}},
       .handler = SafeRetire},
  };
}

}  // namespace klad::cli
