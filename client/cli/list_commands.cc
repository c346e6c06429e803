// list.
#include <algorithm>
#include <utility>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/kind.h"
#include "client/cli/opened.h"
#include "client/cli/shown.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::MirrorItem;
using client::Vault;

// Sorted by title.
absl::Status AddSafe(const ShownSafe& safe, const Filter& filter,
                     Result* result) {
  struct Row {
    absl::string_view folded;
    std::vector<Value> values;
  };
  std::vector<Row> rows;
  const auto keep = [result](absl::string_view text) {
    return Value::Kept(result->texts.Keep(text));
  };
  const absl::string_view name = result->texts.Keep(safe.name);
  RETURN_IF_ERROR(safe.mirror->ForEach([&](const MirrorItem& item) {
    if (!filter.Passes(item)) return;
    const trust::v1::Overview& overview = item.overview();
    rows.push_back(
        {result->texts.Keep(client::FoldTitle(overview.title())),
         Result::Row(Value::Kept(name), keep(overview.title()),
                     Value::Kept(KindName(item.kind())),
                     keep(overview.user_name()), keep(overview.email()),
                     keep(overview.phone()), TagsOf(overview),
                     absl::FromUnixMillis(item.changed_ms()))});
  }));
  std::vector<Row*> sorted;  // rows are dear to move
  sorted.reserve(rows.size());
  for (Row& row : rows) sorted.push_back(&row);
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const Row* a, const Row* b) { return a->folded < b->folded; });
  for (Row* row : sorted) result->rows.push_back(std::move(row->values));
  return absl::OkStatus();
}

absl::StatusOr<Result> List(Context& context) {
  ASSIGN_OR_RETURN(const Filter filter, Filter::Of(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safes, FollowSafes(vault, context.Get("SAFE")));
  RETURN_IF_ERROR(Finish(context, vault));
  Result result;
  result.columns = {"safe",  "title", "kind", "user_name",
                    "email", "phone", "tags", "changed"};
  result.spare = {"changed", "tags", "phone", "email"};
  for (const ShownSafe& safe : safes) {
    RETURN_IF_ERROR(AddSafe(safe, filter, &result));
  }
  if (result.rows.empty()) {
    result.messages.emplace_back(
        filter.narrow()
            ? Tr("nothing of that kind is there")
            : Tr("no credentials yet: klad credential new SAFE/TITLE, or klad "
                 "import"));
  }
  return result;
}

}  // namespace

std::vector<Command> ListCommands() {
  return {
      {.path = "list",
       .summary = Mark("list credentials"),
       .help = Mark("Example:\n  klad list ads --kind card"),
       .arguments = {{"SAFE", Mark("one safe; all without it"),
                      Arity::kOptional}},
       .options = FilterOptions(),
       .handler = List},
  };
}

}  // namespace klad::cli
