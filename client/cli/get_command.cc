#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/credential_steps.h"
#include "client/cli/fields.h"
#include "client/cli/found.h"
#include "client/cli/opened.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Vault;

void SayArchived(Context& context, const Found& found) {
  if (found.item->overview().archived()) {
    context.Note(Say("$0 is archived", NameOf(found)));
  }
}

absl::StatusOr<Result> GetOverview(Context& context, Vault& vault) {
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kFollow));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  Result result;
  RETURN_IF_ERROR(Describe(*found.item, &result));
  result.messages.emplace_back(
      Tr("secrets are not shown: --reveal, or name a field such as password"));
  return result;
}

absl::StatusOr<Result> GetEverything(Context& context, Vault& vault) {
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kAsKnown));
  ASSIGN_OR_RETURN(const auto secret,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  Result result;
  RETURN_IF_ERROR(Describe(*found.item, &result));
  AddSecret(secret, &result);
  return result;
}

absl::StatusOr<Result> GetField(Context& context, Vault& vault) {
  const std::string& field = context.Get("FIELD");
  ASSIGN_OR_RETURN(const Found found,
                   FindReference(context, vault, context.Get("SAFE/TITLE"),
                                 Freshness::kAsKnown));
  if (OverviewField(found.item->overview(), field).ok()) {
    RETURN_IF_ERROR(found.mirror->Follow());
    RETURN_IF_ERROR(CheckLive(found));
    ASSIGN_OR_RETURN(Value now, OverviewField(found.item->overview(), field));
    RETURN_IF_ERROR(Finish(context, vault));
    SayArchived(context, found);
    return Result::Single(field, std::move(now));
  }
  ASSIGN_OR_RETURN(const auto secret,
                   RevealNewest(vault, found, trust::v1::PURPOSE_SHOW));
  RETURN_IF_ERROR(Finish(context, vault));
  SayArchived(context, found);
  ASSIGN_OR_RETURN(Value value,
                   SecretField(found.item->overview(), secret, field));
  return Result::Single(field, std::move(value));
}

absl::StatusOr<Result> Get(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  if (context.Has("FIELD")) return GetField(context, vault);
  if (context.Has("reveal")) return GetEverything(context, vault);
  return GetOverview(context, vault);
}

}  // namespace

std::vector<Command> GetCommands() {
  return {
      {.path = "get",
       .summary = Mark("print a credential, or one field of it"),
       .help =
           Mark("Without FIELD the overview is shown; with --reveal the "
                "secrets too. With FIELD its value alone is printed, followed "
                "by a newline: password, seed, note, key, recovery_codes, "
                "user_name, email, or a free field's name. Every delivery of a "
                "secret is recorded.\n\nExample:\n  klad get ads/yandex-direct "
                "password"),
       .arguments = {kReference,
                     {"FIELD", Mark("one field"), Arity::kOptional}},
       .options = {{"reveal", 0, "", Mark("show the secrets too")}},
       .handler = Get},
  };
}

}  // namespace klad::cli
