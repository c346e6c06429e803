// credential archive, unarchive.
#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_draft.h"
#include "client/cli/credential_steps.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Vault;

absl::StatusOr<std::string> SetArchived(Context& context, bool archived) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  Draft draft = DraftOf(found);
  draft.after.set_archived(archived);
  if (draft.before.archived() != archived) {
    RETURN_IF_ERROR(WriteDraft(context, vault, found, std::move(draft)));
  }
  RETURN_IF_ERROR(Finish(context, vault));
  return NameOf(found);
}

absl::StatusOr<Result> Archive(Context& context) {
  ASSIGN_OR_RETURN(const std::string name, SetArchived(context, true));
  return Result::Message(Say("archived $0", name));
}

absl::StatusOr<Result> Unarchive(Context& context) {
  ASSIGN_OR_RETURN(const std::string name, SetArchived(context, false));
  return Result::Message(Say("$0 is no longer archived", name));
}

}  // namespace

std::vector<Command> ArchiveCommands() {
  return {
      {.path = "credential archive",
       .summary = Mark("keep a credential out of lists"),
       .help = Mark("It stays as it is: klad get finds it, klad list "
                    "--archived shows it.\n\nExample:\n  klad credential "
                    "archive ads/old-shop"),
       .arguments = {kReference},
       .handler = Archive},
      {.path = "credential unarchive",
       .summary = Mark("list a credential again"),
       .help = Mark("Example:\n  klad credential unarchive ads/old-shop"),
       .arguments = {kReference},
       .handler = Unarchive},
  };
}

}  // namespace klad::cli
