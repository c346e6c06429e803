#include "server/store/store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"

namespace klad::store {
namespace {

absl::Status CheckKey(absl::string_view key) {
  if (!key.empty() && key.size() <= kMaxKeyBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("a key has ", key.size(),
                                                 " bytes; 1 to ", kMaxKeyBytes,
                                                 " are possible"));
}

absl::Status CheckCommit(const Transaction& transaction, const Limits& limits) {
  if (transaction.mutations() == 0) {
    return absl::InvalidArgumentError("the transaction changes nothing");
  }
  return CheckTransaction(transaction, limits);
}

}  // namespace

Range Range::Prefix(absl::string_view prefix) {
  Range range{std::string(prefix), std::string(prefix)};
  while (!range.end.empty() && range.end.back() == '\xff') {
    range.end.pop_back();
  }
  if (!range.end.empty()) ++range.end.back();
  return range;
}

absl::StatusOr<Entry> Store::Get(absl::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  return DoGet(key);
}

absl::StatusOr<Revision> Store::RevisionOf(absl::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  return DoRevisionOf(key);
}

absl::StatusOr<Page> Store::List(const Range& range, absl::string_view after,
                                 size_t limit) {
  if (limit == 0 || limit > kMaxPageEntries) {
    return absl::InvalidArgumentError(
        absl::StrCat("a page has 1 to ", kMaxPageEntries, " entries"));
  }
  return DoList(range, after, limit);
}

absl::StatusOr<Revision> Store::Commit(Transaction transaction) {
  RETURN_IF_ERROR(CheckCommit(transaction, kCommonLimits));
  return DoCommit(std::move(transaction));
}

absl::StatusOr<Revision> Store::CommitGroup(Transaction transaction) {
  RETURN_IF_ERROR(CheckCommit(transaction, group_limits()));
  return DoCommit(std::move(transaction));
}

}  // namespace klad::store
