// The time of day, behind an interface so that tests can set it.
#ifndef KLAD_SERVER_BASE_CLOCK_H_
#define KLAD_SERVER_BASE_CLOCK_H_

#include <cstdint>

namespace klad {

// By how much what a member signs may differ from the server's clock.
inline constexpr int64_t kClockToleranceMs = 10 * 60 * 1000;

// Safe for concurrent use.
class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970 UTC. May step back when the system's clock is set.
  virtual int64_t NowMs() const = 0;
};

class SystemClock : public Clock {
 public:
  int64_t NowMs() const override;
};

}  // namespace klad

#endif  // KLAD_SERVER_BASE_CLOCK_H_
