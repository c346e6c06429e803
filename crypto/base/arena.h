// The locked memory behind Secret.
#ifndef KLAD_CRYPTO_BASE_ARENA_H_
#define KLAD_CRYPTO_BASE_ARENA_H_

#include <cstddef>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "crypto/base/mutex.h"

namespace klad {

// One region of locked pages between two guard pages, handed out first fit.
// Book-keeping lies outside the region. Safe for concurrent use.
class Arena {
 public:
  explicit Arena(size_t size) : size_(size) {}

  // Maps and locks the region; once. kResourceExhausted when that fails.
  absl::Status Reserve() ABSL_LOCKS_EXCLUDED(mutex_);

  // Zeroed bytes, or null when they do not fit.
  unsigned char* Allocate(size_t size) ABSL_LOCKS_EXCLUDED(mutex_);

  // Wipes and gives back what Allocate(size) returned.
  void Free(unsigned char* data, size_t size) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::Status ReserveLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t size_;
  Mutex mutex_;
  unsigned char* base_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::map<size_t, size_t> free_ ABSL_GUARDED_BY(mutex_);  // offset -> size
};

}  // namespace klad

#endif  // KLAD_CRYPTO_BASE_ARENA_H_
