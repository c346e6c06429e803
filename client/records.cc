#include "client/records.h"

#include <string>

#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

using klad::v1::SearchKind;

constexpr uint32_t kMostRecords = 100;

struct RecordKind {
  SearchKind kind;
  absl::string_view name;
  absl::string_view permission;
};
constexpr RecordKind kRecordKinds[] = {
    {klad::v1::SEARCH_KIND_LINK, "link", "link.read"},
    {klad::v1::SEARCH_KIND_PLAYBOOK, "playbook", "playbook.read"},
};

}  // namespace

absl::string_view RecordKindName(SearchKind kind) {
  for (const RecordKind& row : kRecordKinds) {
    if (row.kind == kind) return row.name;
  }
  return "";
}

absl::optional<SearchKind> RecordKindNamed(absl::string_view name) {
  for (const RecordKind& row : kRecordKinds) {
    if (row.name == name) return row.kind;
  }
  return absl::nullopt;
}

std::vector<SearchKind> ReadableRecords(const Account& account) {
  std::vector<SearchKind> kinds;
  for (const RecordKind& row : kRecordKinds) {
    if (account.roster().Allows(account.member(), row.permission,
                                account.NowMs())) {
      kinds.push_back(row.kind);
    }
  }
  return kinds;
}

absl::StatusOr<klad::v1::FindResponse> FindRecords(
    Account* account, absl::string_view words,
    const std::vector<SearchKind>& kinds) {
  klad::v1::FindRequest request;
  request.set_words(std::string(words));
  for (const SearchKind kind : kinds) request.add_kinds(kind);
  request.set_limit(kMostRecords);
  klad::v1::FindResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.SearchService/Find", request, &response));
  return response;
}

}  // namespace klad::client
