#include "tests/load/report.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace klad::load {
namespace {

double RateOf(const std::vector<Row>& rows, absl::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return row.MedianRate();
  }
  return 0;
}

void PrintRow(const Row& row) {
  std::vector<double> rates, medians, tails;
  for (const Figures& run : row.runs) {
    rates.push_back(run.per_second);
    medians.push_back(run.median_ms);
    tails.push_back(run.p99_ms);
  }
  absl::PrintF("%-18s %9.0f %9.0f %9.0f %8.2f %8.2f %10.2f %8.2f\n", row.name,
               Median(rates), *std::min_element(rates.begin(), rates.end()),
               *std::max_element(rates.begin(), rates.end()), Median(medians),
               Median(tails), row.half.median_ms, row.half.p99_ms);
}

void PrintRatio(const std::vector<Row>& rows, absl::string_view name,
                absl::string_view to, double wanted) {
  const double below = RateOf(rows, to);
  if (below == 0) return;
  absl::PrintF("%-18s / %-14s %6.2f   wanted %.1f\n", name, to,
               RateOf(rows, name) / below, wanted);
}

}  // namespace

double MsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now() - start)
      .count();
}

void PrintFigure(absl::string_view what, double ms, int wanted_ms) {
  absl::PrintF("%-52s %8.0f ms", what, ms);
  if (wanted_ms > 0) absl::PrintF("   wanted %d", wanted_ms);
  absl::PrintF("\n");
  std::fflush(stdout);  // the next one may take minutes
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double Row::MedianRate() const {
  std::vector<double> rates;
  for (const Figures& run : runs) rates.push_back(run.per_second);
  return Median(std::move(rates));
}

void Print(const std::vector<Row>& rows, const ServerFigures& figures) {
  absl::PrintF("%-18s %29s %17s %19s\n", "", "calls a second", "ms",
               "ms at half load");
  absl::PrintF("%-18s %9s %9s %9s %8s %8s %10s %8s\n", "", "median", "least",
               "most", "median", "p99", "median", "p99");
  for (const Row& row : rows) PrintRow(row);
  absl::PrintF("\n");
  PrintRatio(rows, kRepeatedReveal, kEmptyCall, 0.5);
  PrintRatio(rows, kRepeatedReveal, kEtcdRange, 3);
  PrintRatio(rows, kFirstReveal, kEtcdPut, 0.7);
  PrintRatio(rows, kPut, kEtcdPut, 0.5);
  absl::PrintF("\n");
  absl::PrintF("resident after start %17.0f MiB   wanted 50\n",
               figures.filled_mib);
  absl::PrintF("resident after the load %14.0f MiB   wanted 200\n",
               figures.loaded_mib);
  absl::PrintF("serves after kill -9, filled %9.0f ms\n",
               figures.restart_filled_ms);
  absl::PrintF("serves after kill -9, loaded %9.0f ms    wanted 1000\n",
               figures.restart_loaded_ms);
  absl::PrintF("filled in %28.0f s\n", figures.fill_seconds);
}

}  // namespace klad::load
