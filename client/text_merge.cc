#include "client/text_merge.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/text_diff.h"

namespace klad::client {
namespace {

using TextLines = std::vector<absl::string_view>;

constexpr absl::string_view kMineMark = "<<<<<<< ";
constexpr absl::string_view kMiddleMark = "=======";
constexpr absl::string_view kTheirMark = ">>>>>>> ";

struct Stretch {
  TextLines::const_iterator begin;
  TextLines::const_iterator end;

  friend bool operator==(const Stretch& a, const Stretch& b) {
    return std::equal(a.begin, a.end, b.begin, b.end);
  }
};

class TextMerger {
 public:
  TextMerger(absl::string_view base, absl::string_view mine,
             absl::string_view theirs, absl::string_view my_label,
             absl::string_view their_label)
      : base_(LinesOf(base)),
        mine_(LinesOf(mine)),
        theirs_(LinesOf(theirs)),
        in_mine_(KeptLines(base_, mine_)),
        in_theirs_(KeptLines(base_, theirs_)),
        my_label_(my_label),
        their_label_(their_label) {}

  MergedText Run() {
    size_t base = 0;
    size_t mine = 0;
    size_t theirs = 0;
    while (base < base_.size() || mine < mine_.size() ||
           theirs < theirs_.size()) {
      size_t next = base;
      while (next < base_.size() &&
             (in_mine_[next] == kGone || in_theirs_[next] == kGone)) {
        ++next;
      }
      const bool kept = next < base_.size();
      const size_t next_mine = kept ? in_mine_[next] : mine_.size();
      const size_t next_theirs = kept ? in_theirs_[next] : theirs_.size();
      Resolve(Of(base_, base, next), Of(mine_, mine, next_mine),
              Of(theirs_, theirs, next_theirs));
      if (kept) Put(base_[next]);
      base = next + 1;
      mine = next_mine + 1;
      theirs = next_theirs + 1;
    }
    return std::move(merged_);
  }

 private:
  static Stretch Of(const TextLines& lines, size_t begin, size_t end) {
    const auto at = [&](size_t i) {
      return lines.begin() + static_cast<int64_t>(std::min(i, lines.size()));
    };
    return {at(begin), at(end)};
  }

  void Put(absl::string_view line) {
    absl::StrAppend(&merged_.text, line, "\n");
  }
  void Put(const Stretch& stretch) {
    for (auto line = stretch.begin; line != stretch.end; ++line) Put(*line);
  }

  void Resolve(const Stretch& base, const Stretch& mine,
               const Stretch& theirs) {
    if (mine == base || mine == theirs) {
      Put(theirs);
    } else if (theirs == base) {
      Put(mine);
    } else {
      ++merged_.conflicts;
      Put(absl::StrCat(kMineMark, my_label_));
      Put(mine);
      Put(kMiddleMark);
      Put(theirs);
      Put(absl::StrCat(kTheirMark, their_label_));
    }
  }

  const TextLines base_;
  const TextLines mine_;
  const TextLines theirs_;
  const std::vector<size_t> in_mine_;
  const std::vector<size_t> in_theirs_;
  const std::string my_label_;
  const std::string their_label_;
  MergedText merged_;
};

}  // namespace

MergedText MergeText(absl::string_view base, absl::string_view mine,
                     absl::string_view theirs, absl::string_view my_label,
                     absl::string_view their_label) {
  return TextMerger(base, mine, theirs, my_label, their_label).Run();
}

bool HasConflictMarks(absl::string_view text) {
  const TextLines lines = LinesOf(text);
  return std::any_of(lines.begin(), lines.end(), [](absl::string_view line) {
    return absl::StartsWith(line, kMineMark) ||
           absl::StartsWith(line, kTheirMark);
  });
}

}  // namespace klad::client
