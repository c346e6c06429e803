// kit new, list, remove.
#include <algorithm>

#include "absl/strings/numbers.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/qr.h"
#include "client/error.h"
#include "client/kits.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::KitInfo;
using client::Vault;

absl::StatusOr<Result> KitNew(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  const absl::StatusOr<client::NewKit> kit = client::AddKit(&vault);
  if (client::ExitCodeOf(kit.status()) == ExitCode::kUnavailable) {
    return client::WithHint(
        kit.status(), Tr("klad kit list shows whether it was made; nobody has "
                         "its code, so remove it"));
  }
  RETURN_IF_ERROR(kit.status());
  RETURN_IF_ERROR(Finish(context, vault));
  if (context.terminal().ErrorIsTerminal()) context.err() << QrCode(kit->code);
  Result result;
  result.Add("kit", kit->entry);
  result.Add("recovery_kit", kit->code.Clone());
  result.messages.emplace_back(
      Tr("print the recovery kit and keep it where you keep contracts: it is "
         "an owner, it is shown only now, and without it and without an owner "
         "nothing can be opened again"));
  return result;
}

absl::StatusOr<Result> KitList(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"kit", "state", "by", "since"};
  for (const KitInfo& kit : client::Kits(account->roster())) {
    result.AddRow(kit.entry, kit.removed ? "removed" : "active", kit.by,
                  absl::FromUnixMillis(kit.since_ms));
  }
  return result;
}

int64_t Standing(const std::vector<KitInfo>& kits) {
  return std::count_if(kits.begin(), kits.end(),
                       [](const KitInfo& kit) { return !kit.removed; });
}

absl::StatusOr<Result> KitRemove(Context& context) {
  uint64_t entry = 0;
  if (!absl::SimpleAtoi(context.Get("KIT"), &entry)) {
    return Error(ExitCode::kUsage, Say("$0 is no number", context.Get("KIT")),
                 Tr("klad kit list shows the numbers"));
  }
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const KitInfo kit,
                   client::FindKit(account->roster(), entry));
  if (kit.removed) {
    return Error(ExitCode::kConflict,
                 Say("the recovery kit $0 is removed already", entry));
  }
  const bool last = Standing(client::Kits(account->roster())) == 1;
  RETURN_IF_ERROR(context.Confirm(
      last ? Tr("remove the only recovery kit? if the last owner loses "
                "everything, nothing can be opened again")
           : Tr("remove this recovery kit? its code opens nothing "
                "afterwards")));
  RETURN_IF_ERROR(client::RemoveKit(&vault, kit.id));
  RETURN_IF_ERROR(Finish(context, vault));
  return Result::Message(Say("the recovery kit $0 is removed", entry));
}

}  // namespace

std::vector<Command> KitCommands() {
  return {
      {.path = "kit new",
       .summary = Mark("make one more recovery kit"),
       .help = Mark(
           "Prints a code for paper; on a terminal also as a QR code. Whoever "
           "reads it is an owner. When somebody leaves who has seen the kit, "
           "make a new one and remove theirs.\n\nExample:\n  klad kit new"),
       .handler = KitNew},
      {.path = "kit list",
       .summary = Mark("list recovery kits"),
       .help = Mark("Each is named by the number of the roster's entry that "
                    "added it.\n\nExample:\n  klad kit list"),
       .handler = KitList},
      {.path = "kit remove",
       .summary = Mark("end a recovery kit"),
       .help = Mark("Its code opens nothing any more, and the keys it could "
                    "open are renewed.\n\nExample:\n  klad kit remove 1"),
       .arguments = {{"KIT", Mark("its number, from klad kit list")}},
       .handler = KitRemove},
  };
}

}  // namespace klad::cli
