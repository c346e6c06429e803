// find.
#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_join.h"
#include "client/cli/cell_words.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/kind.h"
#include "client/cli/near_names.h"
#include "client/cli/opened.h"
#include "client/cli/shown.h"
#include "client/error.h"
#include "client/records.h"
#include "client/search.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::MirrorItem;
using client::Vault;
using klad::v1::SearchKind;

// What --kind and the other options leave to look through.
struct Scope {
  bool credentials = true;
  bool records = true;                     // whichever this member may read
  absl::optional<SearchKind> record_kind;  // or only these, by name
  std::string credential_kind;             // empty: all
};

Scope ScopeOf(const Context& context) {
  Scope scope;
  scope.records = !context.Has("tag") && !context.Has("archived") &&
                  !context.Has("deleted");
  if (!context.Has("kind")) return scope;
  scope.records = false;
  const std::string& kind = context.Get("kind");
  if (IsWordFor("kind", "credential", kind)) return scope;
  for (const SearchKind each :
       {klad::v1::SEARCH_KIND_LINK, klad::v1::SEARCH_KIND_PLAYBOOK}) {
    if (!IsWordFor("kind", client::RecordKindName(each), kind)) continue;
    scope.credentials = false;
    scope.record_kind = each;
    return scope;
  }
  scope.credential_kind = kind;
  return scope;
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
                       overview.user_name(), std::move(hit->found_in),
                       Value::Optional(hit->line))});
    }));
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const FoundRow& a, const FoundRow& b) {
                     return std::tie(a.rank, *a.safe, a.folded) <
                            std::tie(b.rank, *b.safe, b.folded);
                   });
  return rows;
}

absl::Status AddRecords(Context& context, client::Account& account,
                        absl::string_view words,
                        const std::vector<SearchKind>& kinds, Result* result) {
  ASSIGN_OR_RETURN(const klad::v1::FindResponse found,
                   client::FindRecords(&account, words, kinds));
  for (const klad::v1::SearchHit& hit : found.hits()) {
    result->AddRow(Value(), hit.name(), client::RecordKindName(hit.kind()),
                   Value(), std::vector<std::string>(),
                   Value::Optional(hit.line()));
  }
  if (found.more()) {
    context.Note(
        Say("more is found than the best $0: add a word", found.hits_size()));
  }
  return absl::OkStatus();
}

// Beside credentials: what stands in the way of these is said, and hides none
// of those.
absl::Status AddReadableRecords(Context& context, client::Account& account,
                                absl::string_view words, Result* result) {
  const auto kinds = client::ReadableRecords(account);
  if (kinds.empty()) return absl::OkStatus();
  absl::Status added = AddRecords(context, account, words, kinds, result);
  if (client::ExitCodeOf(added) == client::ExitCode::kIntegrity) return added;
  if (!added.ok()) {
    context.Note(Say("only credentials were looked through: $0",
                     std::string(added.message())));
  }
  return absl::OkStatus();
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
  const Scope scope = ScopeOf(context);
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Of(context, scope.credential_kind));
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  std::vector<ShownSafe> safes;
  if (scope.credentials) {
    ASSIGN_OR_RETURN(safes, FollowSafes(vault, ""));
    RETURN_IF_ERROR(Finish(context, vault));
  }
  ASSIGN_OR_RETURN(auto rows, Matching(safes, client::Search(words), filter));
  Result result;
  result.columns = {"safe", "title", "kind", "user_name", "found_in", "line"};
  result.spare = {"line"};
  for (FoundRow& row : rows) result.rows.push_back(std::move(row.values));
  if (scope.record_kind.has_value()) {
    RETURN_IF_ERROR(
        AddRecords(context, *account, all, {*scope.record_kind}, &result));
  } else if (scope.records) {
    RETURN_IF_ERROR(AddReadableRecords(context, *account, all, &result));
  }
  if (result.rows.empty()) return NothingFound(safes, filter, all);
  return result;
}

std::vector<Option> FindOptions() {
  std::vector<Option> options = FilterOptions();
  for (Option& option : options) {
    if (option.name == "kind") {
      option.value = "FIND-KIND";
      option.help = Mark(
          "only of this kind: link, playbook, credential, or one of those, "
          "such as card");
    }
  }
  return options;
}

}  // namespace

std::vector<Command> FindCommands() {
  return {
      {.path = "find",
       .summary = Mark("look for credentials, links and playbooks"),
       .help = Mark(
           "Every word must stand somewhere: of a credential in its overview "
           "(title, user name, addresses, tags, e-mail, phone, owner, free "
           "fields), of a link or a playbook in any text of it. Other forms of "
           "a word do, in Russian and English, and its beginning; of "
           "credentials any part of it, of the rest a word with one slip of the "
           "fingers; case and Ё never matter. Names and titles come first. Of "
           "the rest the line is shown in which the words stand; titles of "
           "links are the names that klad go takes, those of playbooks the "
           "names that klad playbook show takes.\n\nExample:\n  klad find yandex q3\n  klad find "
           "reports --kind link"),
       .arguments = {{"WORD", Mark("what to look for"), Arity::kMany}},
       .options = FindOptions(),
       .handler = Find},
  };
}

}  // namespace klad::cli
