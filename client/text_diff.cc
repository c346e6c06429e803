#include "client/text_diff.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace klad::client {
namespace {

using Lines = std::vector<absl::string_view>;

constexpr int kMostApart = 3000;
constexpr size_t kAround = 3;

// The lines between what is alike at both ends, by number, so that comparing
// them is cheap.
class Middle {
 public:
  Middle(const Lines& a, const Lines& b) : size_a_(a.size()) {
    size_t end_b = b.size();
    while (begin_ < std::min(a.size(), b.size()) && a[begin_] == b[begin_]) {
      ++begin_;
    }
    while (size_a_ > begin_ && end_b > begin_ &&
           a[size_a_ - 1] == b[end_b - 1]) {
      --size_a_, --end_b;
    }
    std::map<absl::string_view, int> numbers;
    const auto number = [&](absl::string_view line) {
      return numbers.emplace(line, static_cast<int>(numbers.size()))
          .first->second;
    };
    for (size_t i = begin_; i < size_a_; ++i) a_.push_back(number(a[i]));
    for (size_t i = begin_; i < end_b; ++i) b_.push_back(number(b[i]));
  }

  size_t begin() const { return begin_; }
  size_t end_a() const { return size_a_; }

  // Of each line of a's middle the one of b's that it is kept as.
  std::vector<size_t> Kept() const {
    std::vector<size_t> kept(a_.size(), kGone);
    const std::vector<std::vector<int>> trace = Search();
    int x = static_cast<int>(a_.size());
    int y = static_cast<int>(b_.size());
    for (int d = static_cast<int>(trace.size()) - 1; d >= 0; --d) {
      const auto reached = [&](int k) { return trace[d][k + d + 1]; };
      const int k = x - y;
      const bool down = k == -d || (k != d && reached(k - 1) < reached(k + 1));
      const int before = down ? k + 1 : k - 1;
      const int before_x = d == 0 ? 0 : reached(before);
      const int before_y = d == 0 ? 0 : before_x - before;
      const int start_x = d == 0 ? 0 : (down ? before_x : before_x + 1);
      while (x > start_x && y > 0) kept[--x] = static_cast<size_t>(--y);
      x = before_x;
      y = before_y;
    }
    return kept;
  }

 private:
  // For each number of differences d, how far the diagonals -d-1 to d+1 were
  // reached before it; empty when that would be too many.
  std::vector<std::vector<int>> Search() const {
    const int n = static_cast<int>(a_.size());
    const int m = static_cast<int>(b_.size());
    const int most = std::min(n + m, kMostApart);
    std::vector<std::vector<int>> trace;
    std::vector<int> far(2 * static_cast<size_t>(most) + 3, 0);
    const auto at = [&](int k) -> int& { return far[k + most + 1]; };
    for (int d = 0; d <= most; ++d) {
      trace.emplace_back(far.begin() + (most - d),
                         far.begin() + (most + d + 3));
      for (int k = -d; k <= d; k += 2) {
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        int x = down ? at(k + 1) : at(k - 1) + 1;
        int y = x - k;
        while (x < n && y < m && a_[x] == b_[y]) ++x, ++y;
        at(k) = x;
        if (x >= n && y >= m) return trace;
      }
    }
    return {};
  }

  size_t begin_ = 0;
  size_t size_a_;  // where the middle of a ends
  std::vector<int> a_;
  std::vector<int> b_;
};

struct DiffLine {
  char sign;
  absl::string_view text;
};

std::vector<DiffLine> DiffLines(const Lines& from, const Lines& to) {
  const std::vector<size_t> kept = KeptLines(from, to);
  std::vector<DiffLine> lines;
  size_t next = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    if (kept[i] == kGone) {
      lines.push_back({'-', from[i]});
      continue;
    }
    while (next < kept[i]) lines.push_back({'+', to[next++]});
    lines.push_back({' ', from[i]});
    ++next;
  }
  while (next < to.size()) lines.push_back({'+', to[next++]});
  return lines;
}

// Lines [begin, end) as one hunk, which begins behind so many lines of both.
std::string Hunk(const std::vector<DiffLine>& lines, size_t begin, size_t end,
                 size_t from, size_t to) {
  size_t of_from = 0;
  size_t of_to = 0;
  std::string body;
  for (size_t i = begin; i < end; ++i) {
    of_from += lines[i].sign != '+' ? 1 : 0;
    of_to += lines[i].sign != '-' ? 1 : 0;
    absl::StrAppend(&body, std::string(1, lines[i].sign), lines[i].text, "\n");
  }
  const auto range = [](size_t before, size_t count) {
    return absl::StrCat(count == 0 ? before : before + 1, ",", count);
  };
  return absl::StrCat("@@ -", range(from, of_from), " +", range(to, of_to),
                      " @@\n", body);
}

}  // namespace

std::vector<absl::string_view> LinesOf(absl::string_view text) {
  Lines lines = absl::StrSplit(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<size_t> KeptLines(const Lines& a, const Lines& b) {
  const Middle middle(a, b);
  const std::vector<size_t> inside = middle.Kept();
  std::vector<size_t> kept(a.size(), kGone);
  for (size_t i = 0; i < a.size(); ++i) {
    if (i < middle.begin()) {
      kept[i] = i;
    } else if (i >= middle.end_a()) {
      kept[i] = b.size() - (a.size() - i);
    } else if (inside[i - middle.begin()] != kGone) {
      kept[i] = middle.begin() + inside[i - middle.begin()];
    }
  }
  return kept;
}

std::string UnifiedDiff(absl::string_view from, absl::string_view to,
                        absl::string_view from_label,
                        absl::string_view to_label) {
  if (from == to) return "";
  const std::vector<DiffLine> lines = DiffLines(LinesOf(from), LinesOf(to));
  std::string out = absl::StrCat("--- ", from_label, "\n+++ ", to_label, "\n");
  size_t done = 0;  // lines that are behind us, and how many of each text
  size_t done_from = 0;
  size_t done_to = 0;
  const auto pass = [&](size_t until) {
    for (; done < until; ++done) {
      done_from += lines[done].sign != '+' ? 1 : 0;
      done_to += lines[done].sign != '-' ? 1 : 0;
    }
  };
  for (size_t i = 0; i < lines.size();) {
    if (lines[i].sign == ' ') {
      ++i;
      continue;
    }
    const size_t begin = std::max(done, i - std::min(i, kAround));
    size_t last = i;
    for (; i < lines.size() && i <= last + 2 * kAround; ++i) {
      if (lines[i].sign != ' ') last = i;
    }
    const size_t end = std::min(lines.size(), last + 1 + kAround);
    pass(begin);
    out += Hunk(lines, begin, end, done_from, done_to);
    pass(end);
    i = end;
  }
  return out;
}

}  // namespace klad::client
