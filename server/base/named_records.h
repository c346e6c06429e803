// Records of one kind in memory, found by id and by name.
#ifndef KLAD_SERVER_BASE_NAMED_RECORDS_H_
#define KLAD_SERVER_BASE_NAMED_RECORDS_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"

namespace klad {

// Thread-safe; never waits for a disk. A Record is immutable and has id();
// name, folded, which no two have; and order(), which grows with its changes.
template <typename Record>
class NamedRecords {
 public:
  using Entry = std::shared_ptr<const Record>;
  using Sorted = std::shared_ptr<const std::vector<Entry>>;

  // In place of the record of that id, unless that is as new.
  void Put(Entry entry) {
    MutexLock lock(&mutex_);
    Entry& kept = by_id_[entry->id()];
    if (kept != nullptr) {
      if (kept->order() >= entry->order()) return;
      const auto named = by_name_.find(kept->name);
      if (named != by_name_.end() && named->second == kept) {
        by_name_.erase(named);
      }
    }
    kept = entry;
    by_name_[entry->name] = std::move(entry);
    sorted_ = nullptr;
  }

  Entry ById(absl::string_view id) const {  // null: no such record
    MutexLock lock(&mutex_);
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  Entry ByName(absl::string_view folded) const {
    MutexLock lock(&mutex_);
    const auto found = by_name_.find(folded);
    return found == by_name_.end() ? nullptr : found->second;
  }

  // By name; as it was at some moment of the call.
  Sorted All() const {
    MutexLock lock(&mutex_);
    if (sorted_ == nullptr) {
      auto all = std::make_shared<std::vector<Entry>>();
      all->reserve(by_name_.size());
      for (const auto& [name, entry] : by_name_) all->push_back(entry);
      sorted_ = std::move(all);
    }
    return sorted_;
  }

 private:
  mutable Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> by_id_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry, std::less<>> by_name_ ABSL_GUARDED_BY(mutex_);
  mutable Sorted sorted_ ABSL_GUARDED_BY(mutex_);  // null: not made yet
};

}  // namespace klad

#endif  // KLAD_SERVER_BASE_NAMED_RECORDS_H_
