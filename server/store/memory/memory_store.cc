#include "server/store/memory/memory_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/base/id.h"

namespace klad::store {

absl::StatusOr<Entry> MemoryStore::DoGet(absl::string_view key) {
  MutexLock lock(&mutex_);
  const auto it = map_.find(key);
  if (it == map_.end()) {
    return absl::NotFoundError(absl::StrCat("no key ", Hex(key)));
  }
  return Entry{it->first, it->second.value, it->second.revision};
}

Revision MemoryStore::RevisionLocked(absl::string_view key) const {
  const auto it = map_.find(key);
  return it == map_.end() ? 0 : it->second.revision;
}

absl::StatusOr<Revision> MemoryStore::DoRevisionOf(absl::string_view key) {
  MutexLock lock(&mutex_);
  return RevisionLocked(key);
}

absl::StatusOr<Page> MemoryStore::DoList(const Range& range,
                                         absl::string_view after,
                                         size_t limit) {
  MutexLock lock(&mutex_);
  auto it = after < range.begin ? map_.lower_bound(range.begin)
                                : map_.upper_bound(after);
  Page page;
  size_t bytes = 0;
  for (; it != map_.end() && (range.end.empty() || it->first < range.end);
       ++it) {
    if (page.entries.size() == limit || bytes >= kPageBytes) {
      page.more = true;
      break;
    }
    bytes += it->first.size() + it->second.value.size();
    page.entries.push_back({it->first, it->second.value, it->second.revision});
  }
  return page;
}

absl::StatusOr<Revision> MemoryStore::DoCommit(Transaction transaction) {
  MutexLock lock(&mutex_);
  for (const Expect& expect : transaction.expects) {
    if (RevisionLocked(expect.key) != expect.revision) {
      return absl::AbortedError(
          absl::StrCat("key ", Hex(expect.key), " was changed meanwhile"));
    }
  }
  ++newest_;
  for (Put& put : transaction.puts) {
    map_[std::move(put.key)] = {std::move(put.value), newest_};
  }
  for (const std::string& key : transaction.deletes) map_.erase(key);
  return newest_;
}

}  // namespace klad::store
