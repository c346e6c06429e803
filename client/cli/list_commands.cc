#include <map>

#include "absl/strings/str_cat.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Mirror;
using client::Vault;

void AddRows(const client::SafeInfo& safe, const client::MirrorItems& items,
             Result* result) {
  std::map<std::string, const Mirror::Item*> by_title;
  for (const auto& [id, item] : items) {
    if (item.deleted()) continue;
    by_title[absl::StrCat(client::FoldTitle(item.overview().title()), "\n",
                          id)] = &item;
  }
  for (const auto& [folded, item] : by_title) {
    const trust::v1::Overview& overview = item->overview();
    result->AddRow(safe.name, overview.title(), overview.user_name(),
                   overview.email(), overview.phone(),
                   std::vector<std::string>(overview.tags().begin(),
                                            overview.tags().end()),
                   absl::FromUnixMillis(item->changed_ms()));
  }
}

absl::StatusOr<Result> List(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  std::vector<client::SafeInfo> safes;
  if (context.Has("SAFE")) {
    ASSIGN_OR_RETURN(safes.emplace_back(), vault.FindSafe(context.Get("SAFE")));
  } else {
    RETURN_IF_ERROR(account->CatchUp());
    ASSIGN_OR_RETURN(safes, vault.Safes());
  }
  Result result;
  result.columns = {"safe",  "title", "user_name", "email",
                    "phone", "tags",  "changed"};
  for (const client::SafeInfo& safe : safes) {
    ASSIGN_OR_RETURN(Mirror * mirror, vault.OpenSafe(safe.id));
    RETURN_IF_ERROR(mirror->Follow());
    ASSIGN_OR_RETURN(const auto* items, mirror->Items());
    AddRows(safe, *items, &result);
  }
  RETURN_IF_ERROR(Finish(context, vault));
  if (result.rows.empty()) {
    result.messages.emplace_back(Tr(
        "no credentials yet: klad credential new SAFE/TITLE, or klad import"));
  }
  return result;
}

}  // namespace

std::vector<Command> ListCommands() {
  return {
      {.path = "list",
       .summary = Mark("list credentials"),
       .help = Mark("Example:\n  klad list ads"),
       .arguments = {{"SAFE", Mark("one safe; all without it"),
                      Arity::kOptional}},
       .handler = List},
  };
}

}  // namespace klad::cli
