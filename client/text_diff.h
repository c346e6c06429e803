// Texts compared line by line.
#ifndef KLAD_CLIENT_TEXT_DIFF_H_
#define KLAD_CLIENT_TEXT_DIFF_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::client {

// Its lines without their ends; what is behind the last end is one more line,
// unless it is empty.
std::vector<absl::string_view> LinesOf(absl::string_view text);

// For each line of `a` the line of `b` that it is kept as, or kGone: both in
// order, with as few lines gone and come as there can be (E. Myers, "An O(ND)
// difference algorithm", 1986). Texts with more than some thousand lines of
// difference in one stretch have all of that stretch gone and come.
inline constexpr size_t kGone = static_cast<size_t>(-1);
std::vector<size_t> KeptLines(const std::vector<absl::string_view>& a,
                              const std::vector<absl::string_view>& b);

// With three lines around each change, as `diff -u` has it; empty when they
// are alike. The labels stand in its head.
std::string UnifiedDiff(absl::string_view from, absl::string_view to,
                        absl::string_view from_label,
                        absl::string_view to_label);

}  // namespace klad::client

#endif  // KLAD_CLIENT_TEXT_DIFF_H_
