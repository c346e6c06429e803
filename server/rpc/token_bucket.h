// A rate: so many a second after a burst.
#ifndef KLAD_SERVER_RPC_TOKEN_BUCKET_H_
#define KLAD_SERVER_RPC_TOKEN_BUCKET_H_

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace klad::rpc {

using SteadyTime = std::chrono::steady_clock::time_point;

// Not thread-safe.
class TokenBucket {
 public:
  TokenBucket(double per_second, double burst, SteadyTime now)
      : per_second_(per_second), burst_(burst), tokens_(burst), at_(now) {}

  // Takes one token if there is one.
  bool Take(SteadyTime now) {
    Refill(now);
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }

  // Takes tokens that may not be there: a debt to be worked off.
  void Charge(double tokens, SteadyTime now) {
    Refill(now);
    tokens_ -= tokens;
  }

  bool Full(SteadyTime now) {
    Refill(now);
    return tokens_ >= burst_;
  }

  // Milliseconds until Take succeeds again, at least 1.
  int64_t RetryMs() const {
    return std::max<int64_t>(
        1, static_cast<int64_t>((1 - tokens_) / per_second_ * 1000) + 1);
  }

 private:
  void Refill(SteadyTime now) {
    const std::chrono::duration<double> passed = now - at_;
    tokens_ = std::min(burst_, tokens_ + passed.count() * per_second_);
    at_ = now;
  }

  double per_second_;
  double burst_;
  double tokens_;
  SteadyTime at_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_TOKEN_BUCKET_H_
