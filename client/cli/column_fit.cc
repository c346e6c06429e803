#include "client/cli/column_fit.h"

#include <algorithm>

namespace klad::cli {
namespace {

// Of a column that wraps: so wide it reads well, and still reads.
constexpr int kWrapsWell = 24;
constexpr int kWrapsStill = 14;
// Of one that is cut: so much still tells it apart.
constexpr int kTelling = 10;
constexpr int kNarrowest = 6;

class Fitting {
 public:
  Fitting(int width, std::vector<ColumnFit>* columns)
      : width_(width), columns_(*columns) {}

  bool Fits() const { return Over() <= 0; }

  // The last one takes what the others leave, if that is `least` or more.
  void WrapLast(int least) {
    const auto last =
        std::find_if(columns_.rbegin(), columns_.rend(),
                     [](const ColumnFit& column) { return column.shown; });
    if (last == columns_.rend() || last->cut == Cut::kNever) return;
    Narrow(*last, least);
  }

  // To half of it, if that is all that is needed, else away.
  void Yield(ColumnFit& column) {
    const int left = column.width - Over();
    if (column.cut == Cut::kReadily &&
        left >= std::max(kTelling, column.width / 2)) {
      column.width = left;
    } else {
      column.shown = false;
    }
  }

  // The widest first, in turn.
  void CutAll(Cut most, int least) {
    while (!Fits()) {
      ColumnFit* widest = nullptr;
      for (ColumnFit& column : columns_) {
        if (!column.shown || column.cut < most || column.width <= least) {
          continue;
        }
        if (widest == nullptr || column.width > widest->width) widest = &column;
      }
      if (widest == nullptr) return;
      --widest->width;
    }
  }

 private:
  int Over() const {
    int used = -kColumnGap;
    for (const ColumnFit& column : columns_) {
      if (column.shown) used += column.width + kColumnGap;
    }
    return used - width_;
  }

  void Narrow(ColumnFit& column, int least) {
    if (Fits() || column.width <= least) return;
    column.width = std::max(least, column.width - Over());
  }

  const int width_;
  std::vector<ColumnFit>& columns_;
};

}  // namespace

void FitColumns(int width, const std::vector<size_t>& spare,
                std::vector<ColumnFit>* columns) {
  Fitting fitting(width, columns);
  fitting.WrapLast(kWrapsWell);
  for (const size_t i : spare) {
    if (fitting.Fits()) return;
    fitting.Yield((*columns)[i]);
    fitting.WrapLast(kWrapsWell);
  }
  fitting.CutAll(Cut::kReadily, kTelling);
  fitting.WrapLast(kWrapsStill);
  fitting.CutAll(Cut::kAtLast, kNarrowest);
}

}  // namespace klad::cli
