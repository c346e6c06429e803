#include "server/words/folding.h"

#include <unicode/uchar.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "crypto/text/letters.h"

namespace klad::words {
namespace {

constexpr absl::string_view kYo = "\xd1\x91";
constexpr absl::string_view kYe = "\xd0\xb5";

bool CountsInName(UChar32 c) {
  return c != '_' && !u_isUWhiteSpace(c) &&
         u_charType(c) != U_DASH_PUNCTUATION && u_charType(c) != U_FORMAT_CHAR;
}

std::vector<std::string> Levels(absl::string_view path) {
  std::vector<std::string> levels;
  for (const absl::string_view level : absl::StrSplit(path, '/')) {
    const absl::string_view tidy = absl::StripAsciiWhitespace(level);
    if (!tidy.empty()) levels.emplace_back(tidy);
  }
  return levels;
}

}  // namespace

std::string FoldText(absl::string_view text) {
  std::string folded = text::CaseFold(text);
  if (absl::StrContains(folded, kYo)) {
    absl::StrReplaceAll({{kYo, kYe}}, &folded);
  }
  return folded;
}

std::string FoldName(absl::string_view name) {
  const std::string folded = FoldText(name);
  std::string out;
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const UChar32 c = text::NextLetter(folded, &i);
    if (c >= 0 && CountsInName(c)) out.append(folded, start, i - start);
  }
  return out;
}

std::string TidyCategory(absl::string_view path) {
  return absl::StrJoin(Levels(path), "/");
}

std::string FoldCategory(absl::string_view path) {
  return TidyCategory(FoldText(path));
}

bool IsLine(absl::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const UChar32 c = text::NextLetter(text, &i);
    if (c < 0 || u_iscntrl(c) || c == 0x2028 || c == 0x2029) return false;
  }
  return true;
}

}  // namespace klad::words
