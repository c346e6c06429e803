// What klad_load prints.
#ifndef KLAD_TESTS_LOAD_REPORT_H_
#define KLAD_TESTS_LOAD_REPORT_H_

#include <chrono>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/load/driver.h"

namespace klad::load {

inline constexpr char kEmptyCall[] = "empty call";
inline constexpr char kRepeatedReveal[] = "repeated reveal";
inline constexpr char kFirstReveal[] = "first reveal";
inline constexpr char kPut[] = "put";
inline constexpr char kContendedPut[] = "put, contended";
inline constexpr char kListPage[] = "list page of 200";
inline constexpr char kEtcdRange[] = "etcd Range";
inline constexpr char kEtcdPut[] = "etcd Put";

// One kind of call.
struct Row {
  std::string name;
  std::vector<Figures> runs;
  Figures half;  // at half of the median rate

  double MedianRate() const;
};

struct ServerFigures {
  double fill_seconds = 0;
  double restart_filled_ms = 0;
  double restart_loaded_ms = 0;
  double filled_mib = 0;
  double loaded_mib = 0;
};

double Median(std::vector<double> values);
double MsSince(std::chrono::steady_clock::time_point start);

// One line; without what is wanted when nothing is.
void PrintFigure(absl::string_view what, double ms, int wanted_ms = 0);

void Print(const std::vector<Row>& rows, const ServerFigures& figures);

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_REPORT_H_
