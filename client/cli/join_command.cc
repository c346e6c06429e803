// join: how a newcomer comes in.
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/identity_words.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/cli/secret_line.h"
#include "client/joining.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

absl::StatusOr<Result> JoinOrganisation(Context& context) {
  ASSIGN_OR_RETURN(const Secret line,
                   ReadSecretLine(context.Get("INVITATION")));
  client::JoiningPlan plan;
  ASSIGN_OR_RETURN(plan.line, client::ReadInvitation(line.Expose()));
  ASSIGN_OR_RETURN(plan.parts, PartsOf(context));
  plan.new_passphrase = [&context] { return ReadNewPassphrase(context); };
  plan.passphrase = [&context] { return ReadPassphrase(context); };
  ASSIGN_OR_RETURN(const auto account, client::Join(plan));
  RETURN_IF_ERROR(account->Save());
  KeepUnlocked(context, account->identity());
  Result result = ShowIdentity(*account);
  result.messages.emplace_back(
      Tr("whoever invited you sees the same eight words with klad person show: "
         "compare them"));
  return result;
}

}  // namespace

std::vector<Command> JoinCommands() {
  return {
      {.path = "join",
       .summary = Mark("become a member by an invitation"),
       .help =
           Mark("INVITATION is the line that an owner sent you, a file with "
                "it, or - for standard input. Makes your identity on this "
                "machine, sealed under a passphrase. If it is interrupted, the "
                "same line finishes it.\n\nExample:\n  klad join "
                "klad1-join.CigK..."),
       .arguments = {{"INVITATION", Mark("the line, a file with it, or -")}},
       .handler = JoinOrganisation},
  };
}

}  // namespace klad::cli
