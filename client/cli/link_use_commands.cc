// link popular, unused.
#include <functional>
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

// Adds a row for each link, as the roster names its owner.
using AddLink = std::function<void(const klad::v1::LinkUses& uses,
                                   const std::string& owner, Result* result)>;

absl::StatusOr<Result> ShowUses(Context& context, LinkUsage usage,
                                const AddLink& add, client::Text none) {
  ASSIGN_OR_RETURN(
      const int64_t since_ms,
      ParseSince(context.Has("since") ? context.Get("since") : "90d",
                 context.now()));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  RETURN_IF_ERROR(account->CatchUp());
  ASSIGN_OR_RETURN(const auto uses,
                   client::ListLinkUses(account.get(), usage, since_ms));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  for (const klad::v1::LinkUses& each : uses) {
    add(each, client::LoginOf(account->roster(), each.link().owner()), &result);
  }
  if (uses.empty()) result.messages.emplace_back(Tr(none));
  return result;
}

absl::StatusOr<Result> LinkPopular(Context& context) {
  const auto add = [](const klad::v1::LinkUses& uses, const std::string& owner,
                      Result* result) {
    const Link& link = uses.link();
    result->AddRow(link.name(), Value::Optional(link.title()), uses.uses(),
                   owner, link.address());
  };
  ASSIGN_OR_RETURN(Result result,
                   ShowUses(context, LinkUsage::kPopular, add,
                            Mark("no link was used since then")));
  result.columns = {"name", "title", "uses", "owner", "address"};
  result.spare = {"owner"};
  return result;
}

absl::StatusOr<Result> LinkUnused(Context& context) {
  const auto add = [](const klad::v1::LinkUses& uses, const std::string& owner,
                      Result* result) {
    const Link& link = uses.link();
    result->AddRow(link.name(), Value::Optional(link.title()),
                   Value::Optional(link.category()), owner,
                   absl::FromUnixMillis(link.created_ms()));
  };
  ASSIGN_OR_RETURN(Result result,
                   ShowUses(context, LinkUsage::kUnused, add,
                            Mark("nothing that is older was unused since "
                                 "then")));
  result.columns = {"name", "title", "category", "owner", "created"};
  result.spare = {"owner", "category"};
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
