// Counters of the calls served, in the Prometheus text format.
#ifndef KLAD_SERVER_RPC_METRICS_H_
#define KLAD_SERVER_RPC_METRICS_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "server/rpc/method_table.h"

namespace klad::rpc {

// Thread-safe.
class Metrics {
 public:
  explicit Metrics(const std::vector<Method>& methods);

  // `method` null: no such method.
  void Count(const Method* method, absl::StatusCode code,
             std::chrono::nanoseconds took);

  std::string Text() const;

 private:
  static constexpr size_t kCodes = 17;
  static constexpr std::array<double, 11> kSeconds = {
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1, 10};
  struct Counters {
    std::array<std::atomic<uint64_t>, kCodes> codes{};
    std::array<std::atomic<uint64_t>, kSeconds.size() + 1> buckets{};
    std::atomic<uint64_t> nanoseconds{0};
  };
  static void AppendCodes(const std::string& name, const Counters& counters,
                          std::string* text);
  static void AppendSeconds(const std::string& name, const Counters& counters,
                            std::string* text);

  std::vector<std::string> names_;  // the last: "unknown"
  std::vector<std::unique_ptr<Counters>> counters_;
};

// One line of a metric that has no labels.
std::string Gauge(absl::string_view name, int64_t value);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_METRICS_H_
