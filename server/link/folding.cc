#include "server/link/folding.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace klad::link {
namespace {

constexpr absl::string_view kYo = "\xd1\x91";
constexpr absl::string_view kYe = "\xd0\xb5";

// The next character; below zero for what is no UTF-8.
UChar32 Next(absl::string_view text, size_t* i) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto at = static_cast<int64_t>(*i);
  UChar32 c;
  U8_NEXT(bytes, at, static_cast<int64_t>(text.size()), c);
  *i = static_cast<size_t>(at);
  return c;
}

bool CountsInName(UChar32 c) {
  return c != '_' && !u_isUWhiteSpace(c) &&
         u_charType(c) != U_DASH_PUNCTUATION && u_charType(c) != U_FORMAT_CHAR;
}

std::u32string CodePoints(absl::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size();) {
    points.push_back(static_cast<char32_t>(Next(text, &i)));
  }
  return points;
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

std::string CaseFold(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  if (U_SUCCESS(error)) {
    nfkc->normalizeUTF8(0, {text.data(), static_cast<int32_t>(text.size())},
                        sink, nullptr, error);
  }
  return U_SUCCESS(error) ? folded : std::string(text);
}

std::string FoldText(absl::string_view text) {
  return absl::StrReplaceAll(CaseFold(text), {{kYo, kYe}});
}

std::string FoldName(absl::string_view name) {
  const std::string folded = FoldText(name);
  std::string out;
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const UChar32 c = Next(folded, &i);
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
    const UChar32 c = Next(text, &i);
    if (c < 0 || u_iscntrl(c) || c == 0x2028 || c == 0x2029) return false;
  }
  return true;
}

size_t LettersApart(absl::string_view a_text, absl::string_view b_text,
                    size_t limit) {
  const std::u32string a = CodePoints(a_text);
  const std::u32string b = CodePoints(b_text);
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) {
    return limit + 1;
  }
  std::vector<size_t> older(b.size() + 1);
  std::vector<size_t> old(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) old[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({old[j] + 1, row[j - 1] + 1,
                         old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], older[j - 2] + 1);
      }
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
    std::swap(older, old);
    std::swap(old, row);
  }
  return std::min(old[b.size()], limit + 1);
}

}  // namespace klad::link
