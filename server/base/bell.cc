#include "server/base/bell.h"

#include <utility>

namespace klad {

void Bell::Ring() {
  MutexLock lock(&mutex_);
  if (listener_) listener_();
}

void Bell::Listen(std::function<void()> listener) {
  MutexLock lock(&mutex_);
  listener_ = std::move(listener);
}

}  // namespace klad
