// The model: what every engine must behave like, in a std::map. Nothing
// survives it.
#ifndef KLAD_SERVER_STORE_MEMORY_MEMORY_STORE_H_
#define KLAD_SERVER_STORE_MEMORY_MEMORY_STORE_H_

#include <functional>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"
#include "server/store/store.h"

namespace klad::store {

class MemoryStore : public Store {
 public:
  Limits group_limits() const override { return {4096, 4096, 8 << 20}; }

 protected:
  absl::StatusOr<Entry> DoGet(absl::string_view key) override;
  absl::StatusOr<Revision> DoRevisionOf(absl::string_view key) override;
  absl::StatusOr<Page> DoList(const Range& range, absl::string_view after,
                              size_t limit) override;
  absl::StatusOr<Revision> DoCommit(Transaction transaction) override;

 private:
  struct Stored {
    std::string value;
    Revision revision = 0;
  };

  Revision RevisionLocked(absl::string_view key) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Mutex mutex_;
  std::map<std::string, Stored, std::less<>> map_ ABSL_GUARDED_BY(mutex_);
  Revision newest_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_MEMORY_MEMORY_STORE_H_
