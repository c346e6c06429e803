// Tells one listener that something has happened, whatever it was.
#ifndef KLAD_SERVER_BASE_BELL_H_
#define KLAD_SERVER_BASE_BELL_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"

namespace klad {

// Thread-safe.
class Bell {
 public:
  // Calls the listener, on this thread.
  void Ring() ABSL_LOCKS_EXCLUDED(mutex_);

  // Who hears it from now on; null: nobody. When it returns, the one before is
  // not being called any more. The listener must be quick and not ring.
  void Listen(std::function<void()> listener) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  std::function<void()> listener_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad

#endif  // KLAD_SERVER_BASE_BELL_H_
