// list, find.
#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/kind.h"
#include "client/cli/near_names.h"
#include "client/cli/opened.h"
#include "client/cli/shown.h"
#include "client/error.h"
#include "client/search.h"
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
    std::string folded;
    std::vector<Value> values;
  };
  std::vector<Row> rows;
  RETURN_IF_ERROR(safe.mirror->ForEach([&](const MirrorItem& item) {
    if (!filter.Passes(item)) return;
    const trust::v1::Overview& overview = item.overview();
    rows.push_back(
        {client::FoldTitle(overview.title()),
         Result::Row(safe.name, overview.title(), KindName(item.kind()),
                     overview.user_name(), overview.email(), overview.phone(),
                     TagsOf(overview),
                     absl::FromUnixMillis(item.changed_ms()))});
  }));
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.folded < b.folded;
  });
  for (Row& row : rows) result->rows.push_back(std::move(row.values));
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

struct FoundRow {
  client::Rank rank;
  const std::string* safe;
  std::string folded;
  std::vector<Value> values;
};

absl::StatusOr<std::vector<FoundRow>> Matching(
    const std::vector<ShownSafe>& safes, const client::Search& search,
    const Filter& filter) {
  std::vector<FoundRow> rows;
  for (const ShownSafe& safe : safes) {
    RETURN_IF_ERROR(safe.mirror->ForEach([&](const MirrorItem& item) {
      if (!filter.Passes(item)) return;
      const trust::v1::Overview& overview = item.overview();
      auto hit = search.Find(overview);
      if (!hit.has_value()) return;
      rows.push_back(
          {hit->rank, &safe.name, client::FoldTitle(overview.title()),
           Result::Row(safe.name, overview.title(), KindName(item.kind()),
                       overview.user_name(), std::move(hit->found_in))});
    }));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FoundRow& a, const FoundRow& b) {
                     return std::tie(a.rank, *a.safe, a.folded) <
                            std::tie(b.rank, *b.safe, b.folded);
                   });
  return rows;
}

absl::Status NothingFound(const std::vector<ShownSafe>& safes,
                          const Filter& filter, const std::string& words) {
  NearNames names;
  for (const ShownSafe& safe : safes) {
    RETURN_IF_ERROR(safe.mirror->ForEach([&](const MirrorItem& item) {
      if (filter.Passes(item)) names.Add(safe.name, item.overview().title());
    }));
  }
  const std::string near = names.HintFor(words);
  return client::Error(
      client::ExitCode::kNotFound, Say("nothing is found with $0", words),
      near.empty() ? Tr("try fewer words; klad list shows what there is, "
                        "--archived what is archived")
                   : near);
}

absl::StatusOr<Result> Find(Context& context) {
  const std::vector<std::string>& words = context.All("WORD");
  const std::string all = absl::StrJoin(words, " ");
  if (client::FoldTitle(all).empty()) {
    return client::Error(client::ExitCode::kUsage,
                         Tr("there is no word to look for"),
                         Tr("for example: klad find yandex"));
  }
  ASSIGN_OR_RETURN(const Filter filter, Filter::Of(context));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(const auto safes, FollowSafes(vault, ""));
  RETURN_IF_ERROR(Finish(context, vault));
  ASSIGN_OR_RETURN(auto rows, Matching(safes, client::Search(words), filter));
  if (rows.empty()) return NothingFound(safes, filter, all);
  Result result;
  result.columns = {"safe", "title", "kind", "user_name", "found_in"};
  for (FoundRow& row : rows) result.rows.push_back(std::move(row.values));
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
      {.path = "find",
       .summary = Mark("look for credentials in all safes"),
       .help =
           Mark("Every word must stand somewhere in the overview: title, user "
                "name, addresses, tags, e-mail, phone, owner or a free field. "
                "Parts of words do; case and Ё do not matter. Titles come "
                "first; of the others it says where the words were found.\n\n"
                "Example:\n  klad find yandex q3"),
       .arguments = {{"WORD", Mark("what to look for"), Arity::kMany}},
       .options = FilterOptions(),
       .handler = Find},
  };
}

}  // namespace klad::cli
