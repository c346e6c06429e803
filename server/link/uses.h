// How often links are opened: counted by link and week (ISO 8601, in UTC), by
// nobody's name.
#ifndef KLAD_SERVER_LINK_USES_H_
#define KLAD_SERVER_LINK_USES_H_

#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "server/link/parts.h"

namespace klad::link {

// Weeks since the one of 1969-12-29, which is 0.
int64_t WeekOf(int64_t time_ms);

// How often an entry of the store says; kDataLoss.
absl::StatusOr<uint64_t> ParseUses(const store::Entry& entry);

// Thread-safe. What is counted is written every minute, by a thread of its own;
// a power cut costs no more than that.
class Uses {
 public:
  explicit Uses(const Parts& parts);
  // What was not flushed is lost.
  ~Uses();

  // Now. Never waits for a disk.
  void Count(absl::string_view link);

  // Returns when all that was counted is durable; what could not be written
  // stays counted.
  absl::Status Flush();

  // The uses of each link in that week and all later ones, written or not.
  absl::StatusOr<absl::flat_hash_map<std::string, uint64_t>> Since(
      int64_t week) const;

 private:
  using Counts = std::map<std::pair<int64_t, std::string>, uint64_t>;

  void FlushLoop();
  // Takes what it has written off `counts`.
  absl::Status Write(Counts* counts) const;

  const Parts parts_;
  Mutex flushing_;  // one at a time
  mutable Mutex mutex_;
  Counts counted_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  CondVar stop_;
  std::thread flusher_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_USES_H_
