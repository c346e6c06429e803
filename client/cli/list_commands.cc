// list, find.
#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/kind.h"
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

void AddSafe(const SafeItems& safe, const Filter& filter, Result* result) {
  struct Row {
    std::string folded;
    const MirrorItem* item;
  };
  std::vector<Row> rows;
  for (const auto& [id, item] : *safe.items) {
    if (!filter.Passes(item)) continue;
    rows.push_back({client::FoldTitle(item.overview().title()), &item});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.folded < b.folded;
  });
  for (const auto& [folded, item] : rows) {
    const trust::v1::Overview& overview = item->overview();
    result->AddRow(safe.safe, overview.title(), KindName(item->kind()),
                   overview.user_name(), overview.email(), overview.phone(),
                   TagsOf(overview), absl::FromUnixMillis(item->changed_ms()));
  }
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
  for (const SafeItems& safe : safes) AddSafe(safe, filter, &result);
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
  client::Hit hit;
  const std::string* safe;
  std::string folded;
  const MirrorItem* item;
};

std::vector<FoundRow> Matching(const std::vector<SafeItems>& safes,
                               const client::Search& search,
                               const Filter& filter) {
  std::vector<FoundRow> rows;
  for (const SafeItems& safe : safes) {
    for (const auto& [id, item] : *safe.items) {
      if (!filter.Passes(item)) continue;
      auto hit = search.Find(item.overview());
      if (!hit.has_value()) continue;
      rows.push_back({*std::move(hit), &safe.safe,
                      client::FoldTitle(item.overview().title()), &item});
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FoundRow& a, const FoundRow& b) {
                     return std::tie(a.hit.rank, *a.safe, a.folded) <
                            std::tie(b.hit.rank, *b.safe, b.folded);
                   });
  return rows;
}

absl::Status NothingFound(const std::vector<SafeItems>& safes,
                          const Filter& filter, const std::string& words) {
  std::vector<std::string> titles;
  for (const SafeItems& safe : safes) {
    for (const auto& [id, item] : *safe.items) {
      if (filter.Passes(item)) titles.push_back(item.overview().title());
    }
  }
  const auto near = client::NearTitles(words, titles);
  return client::Error(
      client::ExitCode::kNotFound, Say("nothing is found with $0", words),
      near.empty() ? std::string(Tr("try fewer words; klad list shows what "
                                    "there is, --archived what is archived"))
                   : Say("did you mean $0?", absl::StrJoin(near, ", ")));
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
  const auto rows = Matching(safes, client::Search(words), filter);
  if (rows.empty()) return NothingFound(safes, filter, all);
  Result result;
  result.columns = {"safe", "title", "kind", "user_name", "found_in"};
  for (const FoundRow& row : rows) {
    const trust::v1::Overview& overview = row.item->overview();
    result.AddRow(*row.safe, overview.title(), KindName(row.item->kind()),
                  overview.user_name(), row.hit.found_in);
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
