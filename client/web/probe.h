// Opening many addresses at once, only to see whether they answer.
//
// The head of each is asked for, and its body only where a server does not
// answer to that, of which nothing is read. Redirects are followed one by one.
// No proxy is used: behind one nobody knows what is opened.
#ifndef KLAD_CLIENT_WEB_PROBE_H_
#define KLAD_CLIENT_WEB_PROBE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace klad::web {

enum class Ending {
  kAnswered,
  kNoHost,       // its name is not known, or the address has none
  kUnreachable,  // no connection, or one that broke
  kTimeout,
  kCertificate,  // one that browsers do not take
  kRedirects,    // more than 10, or one to what is not http or https
  kPrivate,      // it lies inside (private_address.h), and was not opened
};

struct Probed {
  Ending ending = Ending::kUnreachable;
  int status = 0;  // of HTTP, of the last answer; 0: none
  // Where redirects led that hold for good (301, 308), up to the first that
  // does not; empty: nowhere.
  std::string moved_to = "";
  int64_t certificate_until_ms = 0;  // the earliest end on the way; 0: none
};

struct ProbeLimits {
  int at_once = 16;
  int at_once_of_host = 2;
  absl::Duration timeout = absl::Seconds(10);  // of each request
  bool open_private = false;
};

// Each address is of http or https. `done` is told of each once, in the order
// in which they end; `stop` is asked several times a second, and ends it: then
// nothing more is told. Exit kUnavailable without libcurl.
using ProbeDone = std::function<void(size_t index, const Probed& probed)>;
absl::Status ProbeAll(const std::vector<std::string>& addresses,
                      const ProbeLimits& limits, const ProbeDone& done,
                      const std::function<bool()>& stop);

}  // namespace klad::web

#endif  // KLAD_CLIENT_WEB_PROBE_H_
