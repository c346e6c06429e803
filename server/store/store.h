// The one contract of everything that stores. See also transaction.h.
#ifndef KLAD_SERVER_STORE_STORE_H_
#define KLAD_SERVER_STORE_STORE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/transaction.h"

namespace klad::store {

struct Entry {
  std::string key;
  std::string value;
  Revision revision = 0;  // of the commit that last wrote it
};

// begin <= key < end, in order of bytes. An empty end is after every key.
struct Range {
  std::string begin;
  std::string end;

  static Range Prefix(absl::string_view prefix);
};

// A page may be shorter than asked for though there is more: it also ends
// when its entries pass kPageBytes.
struct Page {
  std::vector<Entry> entries;
  bool more = false;
};

inline constexpr size_t kMaxPageEntries = 1000;
inline constexpr size_t kPageBytes = 4 << 20;

// A durable ordered map with revisions. Every commit has one revision, larger
// than all before it. What Commit answered with is durable and is seen by
// every later read; a transaction is seen wholly or not at all by Get, List
// pages and restarts.
//
// Safe for concurrent use. Errors of any method besides those named:
// kDataLoss, what is stored is damaged; kUnavailable, the storage does not
// answer. Public methods check the contract; an engine writes only Do...().
class Store {
 public:
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // kNotFound when there is no such key.
  absl::StatusOr<Entry> Get(absl::string_view key);

  // As Get without the value, and 0 when there is no such key.
  absl::StatusOr<Revision> RevisionOf(absl::string_view key);

  // The first `limit` (1 to 1000) entries of the range whose keys are
  // strictly after `after`; an empty `after` is before every key. One page is
  // one moment; two pages are two.
  absl::StatusOr<Page> List(const Range& range, absl::string_view after,
                            size_t limit);

  // kAborted when an expectation fails: nothing happened. kInvalidArgument
  // beyond kCommonLimits or without any mutation. kUnavailable: it may have
  // happened.
  absl::StatusOr<Revision> Commit(Transaction transaction);

  // The same within group_limits(): for the commit queue alone.
  absl::StatusOr<Revision> CommitGroup(Transaction transaction);
  virtual Limits group_limits() const = 0;

 protected:
  Store() = default;

  virtual absl::StatusOr<Entry> DoGet(absl::string_view key) = 0;
  virtual absl::StatusOr<Revision> DoRevisionOf(absl::string_view key) = 0;
  virtual absl::StatusOr<Page> DoList(const Range& range,
                                      absl::string_view after,
                                      size_t limit) = 0;
  virtual absl::StatusOr<Revision> DoCommit(Transaction transaction) = 0;

 private:
  friend class StoreWrapper;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_STORE_H_
