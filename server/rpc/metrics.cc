#include "server/rpc/metrics.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/rpc/status_map.h"

namespace klad::rpc {

Metrics::Metrics(const std::vector<Method>& methods) {
  for (const Method& method : methods) names_.push_back(method.name);
  names_.emplace_back("unknown");
  for (size_t i = 0; i < names_.size(); ++i) {
    counters_.push_back(std::make_unique<Counters>());
  }
}

void Metrics::Count(const Method* method, absl::StatusCode code,
                    std::chrono::nanoseconds took) {
  Counters& counters =
      *counters_[method == nullptr ? names_.size() - 1 : method->index];
  const auto known = std::min(static_cast<size_t>(code), kCodes - 1);
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bucket =
      std::lower_bound(kSeconds.begin(), kSeconds.end(), seconds) -
      kSeconds.begin();
  counters.codes[known].fetch_add(1, std::memory_order_relaxed);
  counters.buckets[static_cast<size_t>(bucket)].fetch_add(
      1, std::memory_order_relaxed);
  counters.nanoseconds.fetch_add(static_cast<uint64_t>(took.count()),
                                 std::memory_order_relaxed);
}

std::string Metrics::Text() const {
  std::string text = "# TYPE klad_calls_total counter\n";
  for (size_t i = 0; i < names_.size(); ++i) {
    AppendCodes(names_[i], *counters_[i], &text);
  }
  absl::StrAppend(&text, "# TYPE klad_call_seconds histogram\n");
  for (size_t i = 0; i < names_.size(); ++i) {
    AppendSeconds(names_[i], *counters_[i], &text);
  }
  return text;
}

void Metrics::AppendCodes(const std::string& name, const Counters& counters,
                          std::string* text) {
  for (size_t code = 0; code < kCodes; ++code) {
    const uint64_t count = counters.codes[code].load(std::memory_order_relaxed);
    if (count == 0) continue;
    absl::StrAppend(text, "klad_calls_total{method=\"", name, "\",code=\"",
                    CodeName(static_cast<absl::StatusCode>(code)), "\"} ",
                    count, "\n");
  }
}

void Metrics::AppendSeconds(const std::string& name, const Counters& counters,
                            std::string* text) {
  uint64_t sum = 0;
  std::string lines;
  for (size_t i = 0; i <= kSeconds.size(); ++i) {
    sum += counters.buckets[i].load(std::memory_order_relaxed);
    absl::StrAppend(&lines, "klad_call_seconds_bucket{method=\"", name,
                    "\",le=\"",
                    i < kSeconds.size() ? absl::StrCat(kSeconds[i]) : "+Inf",
                    "\"} ", sum, "\n");
  }
  if (sum == 0) return;
  const double seconds = static_cast<double>(counters.nanoseconds.load(
                             std::memory_order_relaxed)) /
                         1e9;
  absl::StrAppend(text, lines, "klad_call_seconds_sum{method=\"", name, "\"} ",
                  seconds, "\nklad_call_seconds_count{method=\"", name, "\"} ",
                  sum, "\n");
}

std::string Gauge(absl::string_view name, int64_t value) {
  return absl::StrCat("# TYPE ", name, " gauge\n", name, " ", value, "\n");
}

}  // namespace klad::rpc
