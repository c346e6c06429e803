// link popular, unused.
#include <string>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/cli/until.h"
#include "client/links.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::LinkUsage;
using client::Vault;
using klad::v1::Link;

absl::StatusOr<int64_t> SinceWhen(const Context& context) {
  return ParseSince(context.Has("since") ? context.Get("since") : "90d",
                    context.now());
}

Value OrNothing(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}

absl::StatusOr<Result> LinkPopular(Context& context) {
  ASSIGN_OR_RETURN(const int64_t since_ms, SinceWhen(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto uses,
      client::ListLinkUses(account.get(), LinkUsage::kPopular, since_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"name", "title", "uses", "owner", "address"};
  result.spare = {"owner"};
  for (const klad::v1::LinkUses& each : uses) {
    const Link& link = each.link();
    result.AddRow(link.name(), OrNothing(link.title()), each.uses(),
                  client::LoginOf(account->roster(), link.owner()),
                  link.address());
  }
  if (uses.empty()) {
    result.messages.emplace_back(Tr("no link was used since then"));
  }
  return result;
}

absl::StatusOr<Result> LinkUnused(Context& context) {
  ASSIGN_OR_RETURN(const int64_t since_ms, SinceWhen(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(
      const auto uses,
      client::ListLinkUses(account.get(), LinkUsage::kUnused, since_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"name", "title", "category", "owner", "created"};
  result.spare = {"owner", "category"};
  for (const klad::v1::LinkUses& each : uses) {
    const Link& link = each.link();
    result.AddRow(link.name(), OrNothing(link.title()),
                  OrNothing(link.category()),
                  client::LoginOf(account->roster(), link.owner()),
                  absl::FromUnixMillis(link.created_ms()));
  }
  if (uses.empty()) {
    result.messages.emplace_back(
        Tr("nothing that is older was unused since then"));
  }
  return result;
}

const Option kSinceOption = {"since", 0, "DATE",
                             Mark("a day, or 90d for so long ago; usual: 90d")};

}  // namespace

std::vector<Command> LinkUseCommands() {
  return {
      {.path = "link popular",
       .summary = Mark("show which links are opened most"),
       .help = Mark("Uses are counted by link and week, by nobody's "
                    "name.\n\nExample:\n  klad link popular --since 4w"),
       .options = {kSinceOption},
       .handler = LinkPopular},
      {.path = "link unused",
       .summary = Mark("show which links nobody has opened"),
       .help = Mark("Of those that are older than that; the oldest "
                    "first.\n\nExample:\n  klad link unused --since 90d"),
       .options = {kSinceOption},
       .handler = LinkUnused},
  };
}

}  // namespace klad::cli
