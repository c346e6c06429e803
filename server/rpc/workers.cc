#include "server/rpc/workers.h"

#include <utility>

namespace klad::rpc {

Workers::Workers(size_t threads, size_t queue) : limit_(queue) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

Workers::~Workers() { Stop(); }

bool Workers::Add(std::function<void()> work) {
  MutexLock lock(&mutex_);
  if (stopping_ || queue_.size() >= limit_) return false;
  queue_.push_back(std::move(work));
  wake_.Signal();
  return true;
}

void Workers::Stop() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

size_t Workers::queued() const {
  MutexLock lock(&mutex_);
  return queue_.size();
}

void Workers::Work() {
  for (;;) {
    std::function<void()> work;
    {
      MutexLock lock(&mutex_);
      while (queue_.empty() && !stopping_) wake_.Wait(&mutex_);
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace klad::rpc
