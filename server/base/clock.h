// The server's clock, injected so that tests decide what time it is.
#ifndef KLAD_SERVER_BASE_CLOCK_H_
#define KLAD_SERVER_BASE_CLOCK_H_

#include <cstdint>

namespace klad {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual int64_t NowMs() = 0;  // milliseconds since 1970 UTC
};

}  // namespace klad

#endif  // KLAD_SERVER_BASE_CLOCK_H_
