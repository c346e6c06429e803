// A clock that stands still until a test moves it.
#ifndef KLAD_TESTS_SUPPORT_FAKE_CLOCK_H_
#define KLAD_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "server/base/clock.h"

namespace klad::testing {

class FakeClock : public Clock {
 public:
  explicit FakeClock(int64_t now_ms = 1'700'000'000'000) : now_ms_(now_ms) {}

  int64_t NowMs() const override { return now_ms_; }
  void Advance(int64_t ms) { now_ms_ += ms; }

 private:
  std::atomic<int64_t> now_ms_;
};

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_FAKE_CLOCK_H_
