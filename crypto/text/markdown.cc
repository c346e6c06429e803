#include "crypto/text/markdown.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace klad::text {
namespace {

constexpr size_t kFence = 3;
constexpr size_t kMostDigits = 9;

size_t RunOf(absl::string_view text, size_t at) {
  const size_t end = text.find_first_not_of(text[at], at);
  return std::min(end, text.size()) - at;
}

// Blanks spans of code on one line.
void BlankSpans(absl::string_view line, char* out) {
  for (size_t at = line.find('`'); at < line.size(); at = line.find('`', at)) {
    const size_t run = RunOf(line, at);
    size_t close = line.find('`', at + run);
    while (close < line.size() && RunOf(line, close) != run) {
      close = line.find('`', close + RunOf(line, close));
    }
    if (close >= line.size()) {
      at += run;
      continue;
    }
    std::fill(out + at, out + close + run, ' ');
    at = close + run;
  }
}

// Where lines stand in relation to fences of code.
class Fences {
 public:
  // Whether the line is one of a block of code, its fences included.
  bool Takes(absl::string_view line) {
    line = absl::StripAsciiWhitespace(line);
    const bool fence =
        absl::StartsWith(line, "```") || absl::StartsWith(line, "~~~");
    const size_t run = fence ? RunOf(line, 0) : 0;
    if (size_ == 0) {
      const bool opens =
          run >= kFence &&
          (line[0] == '~' || !absl::StrContains(line.substr(run), '`'));
      if (!opens) return false;
      sign_ = line[0];
      size_ = run;
      return true;
    }
    if (run >= size_ && line[0] == sign_ && run == line.size()) size_ = 0;
    return true;
  }

 private:
  char sign_ = 0;
  size_t size_ = 0;  // of the fence that is open; 0: none
};

// Calls take(begin, end) for each line, without its end.
template <typename Take>
void ForEachLine(absl::string_view text, Take&& take) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    take(begin, end);
    begin = end + 1;
  }
}

// How long "12. " is at the beginning of a line; 0 when it is no such.
size_t NumberAt(absl::string_view line) {
  const size_t digits =
      std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits == 0 || digits > kMostDigits || digits == line.size()) return 0;
  if (line[digits] != '.' && line[digits] != ')') return 0;
  if (digits + 1 == line.size()) return digits + 1;
  return absl::ascii_isblank(line[digits + 1]) ? digits + 2 : 0;
}

// Whether a line at the left edge begins something else, whatever is before it.
bool BeginsBlock(absl::string_view line) {
  return absl::StartsWith(line, "#") || absl::StartsWith(line, ">") ||
         absl::StartsWith(line, "- ") || absl::StartsWith(line, "* ") ||
         absl::StartsWith(line, "+ ") || absl::StartsWith(line, "---") ||
         absl::StartsWith(line, "***") || absl::StartsWith(line, "___");
}

}  // namespace

std::string WithoutCode(absl::string_view text) {
  std::string out(text);
  Fences fences;
  ForEachLine(text, [&](size_t begin, size_t end) {
    const absl::string_view line = text.substr(begin, end - begin);
    if (fences.Takes(line)) {
      std::fill(out.begin() + begin, out.begin() + end, ' ');
    } else {
      BlankSpans(line, &out[begin]);
    }
  });
  return out;
}

std::vector<NumberedItem> NumberedItems(absl::string_view text) {
  std::vector<NumberedItem> items;
  Fences fences;
  bool open = false;
  bool after_blank = false;
  size_t number = 0;
  ForEachLine(text, [&](size_t begin, size_t end) {
    ++number;
    const absl::string_view line = text.substr(begin, end - begin);
    const bool code = fences.Takes(line);
    const bool blank = absl::StripAsciiWhitespace(line).empty();
    const bool indented = !blank && absl::ascii_isblank(line[0]);
    const size_t mark = code ? 0 : NumberAt(line);
    if (mark != 0) {
      items.push_back({begin + mark, end, number});
      open = true;
    } else if (open && !blank) {
      if (!indented && (after_blank || (!code && BeginsBlock(line)))) {
        open = false;
      } else {
        items.back().end = end;
      }
    }
    after_blank = blank && !code;
  });
  return items;
}

}  // namespace klad::text
