// Looking for words in what the department writes down and the server reads:
// links, playbooks.
#ifndef KLAD_CLIENT_RECORDS_H_
#define KLAD_CLIENT_RECORDS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/account.h"
#include "klad/v1/search.pb.h"

namespace klad::client {

// "link"; empty for a kind that this klad does not know.
absl::string_view RecordKindName(klad::v1::SearchKind kind);
absl::optional<klad::v1::SearchKind> RecordKindNamed(absl::string_view name);

// The kinds that this member has the permission to read, by the roster as
// verified.
std::vector<klad::v1::SearchKind> ReadableRecords(const Account& account);

// Up to 100 records of these kinds in which every word stands, in whatever
// form, best first: see klad.v1.SearchService. Exit kDenied for who may read
// none of them.
absl::StatusOr<klad::v1::FindResponse> FindRecords(
    Account* account, absl::string_view words,
    const std::vector<klad::v1::SearchKind>& kinds);

}  // namespace klad::client

#endif  // KLAD_CLIENT_RECORDS_H_
