// Which columns of a table a narrow terminal shows, and how wide.
#ifndef KLAD_CLIENT_CLI_COLUMN_FIT_H_
#define KLAD_CLIENT_CLI_COLUMN_FIT_H_

#include <cstddef>
#include <vector>

namespace klad::cli {

enum class Cut {
  kNever,    // a time, a number: whole or not at all
  kAtLast,   // a title: when nothing else is left to cut
  kReadily,  // any other text
};

struct ColumnFit {
  int width = 0;  // of its widest cell; then what it gets
  Cut cut = Cut::kReadily;
  bool shown = true;
};

inline constexpr int kColumnGap = 2;

// Until a line fits into `width`: the last column is to wrap; those of `spare`,
// the first first, are shortened or left out; the others are shortened, titles
// last. Times and numbers that are not spare stay, even if nothing fits.
void FitColumns(int width, const std::vector<size_t>& spare,
                std::vector<ColumnFit>* columns);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_COLUMN_FIT_H_
