#include "server/rpc/streams.h"

#include <chrono>
#include <utility>

namespace klad::rpc {
namespace {

constexpr std::chrono::milliseconds kExpiryTick(1000);

}  // namespace

Streams::Streams(std::function<void(Exchange*)> advance)
    : advance_(std::move(advance)), thread_([this] { Loop(); }) {}

Streams::~Streams() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  thread_.join();
}

uint64_t Streams::happened() const {
  MutexLock lock(&mutex_);
  return happened_;
}

void Streams::Park(Exchange* exchange, uint64_t seen) {
  MutexLock lock(&mutex_);
  if (seen == happened_ && !exchange->Cancelled()) {
    parked_.insert(exchange);
  } else {
    ready_.push_back(exchange);
  }
  wake_.Signal();
}

void Streams::Wake() {
  MutexLock lock(&mutex_);
  ++happened_;
  if (parked_.empty()) return;
  ready_.insert(ready_.end(), parked_.begin(), parked_.end());
  parked_.clear();
  wake_.Signal();
}

void Streams::Wake(Exchange* exchange) {
  MutexLock lock(&mutex_);
  if (parked_.erase(exchange) == 0) return;
  ready_.push_back(exchange);
  wake_.Signal();
}

int Streams::parked() const {
  MutexLock lock(&mutex_);
  return static_cast<int>(parked_.size());
}

void Streams::Loop() {
  MutexLock lock(&mutex_);
  for (;;) {
    AwaitReady();
    if (ready_.empty()) return;
    Exchange* const exchange = ready_.front();
    ready_.pop_front();
    mutex_.Unlock();
    advance_(exchange);
    mutex_.Lock();
  }
}

void Streams::AwaitReady() {
  while (ready_.empty() && !stopping_) {
    if (parked_.empty()) {
      wake_.Wait(&mutex_);
    } else if (!wake_.WaitFor(&mutex_, kExpiryTick)) {
      TakeExpired();
    }
  }
}

void Streams::TakeExpired() {
  const auto now = std::chrono::steady_clock::now();
  for (auto it = parked_.begin(); it != parked_.end();) {
    if ((*it)->deadline > now) {
      ++it;
      continue;
    }
    ready_.push_back(*it);
    parked_.erase(it++);
  }
}

}  // namespace klad::rpc
