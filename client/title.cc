#include "client/title.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace klad::client {
namespace {

// Longer texts are compared by their beginning: edit distance is quadratic.
constexpr size_t kCompared = 64;
constexpr UChar32 kYo = 0x451;
constexpr UChar32 kCapitalYo = 0x401;
constexpr UChar32 kSmallYe = 0x435;
constexpr UChar32 kFirstCapital = 0x410;
constexpr UChar32 kFirstSmall = 0x430;
constexpr UChar32 kLastSmall = 0x44f;
constexpr absl::string_view kYe = "\xd0\xb5";
constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

UChar32 Next(absl::string_view text, size_t* i) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto at = static_cast<int64_t>(*i);
  UChar32 c;
  U8_NEXT(bytes, at, static_cast<int64_t>(text.size()), c);
  *i = static_cast<size_t>(at);
  return c;
}

void AppendSpace(std::string* folded) {
  if (!folded->empty() && folded->back() != ' ') *folded += ' ';
}

void DropSpace(std::string* folded) {
  if (!folded->empty() && folded->back() == ' ') folded->pop_back();
}

// The small letter of an ASCII or Russian one, and Е of Ё, at the front of the
// text, to `folded`. False for any other: the Unicode tables know it.
bool AppendSimple(absl::string_view* text, std::string* folded) {
  const auto first = static_cast<unsigned char>(text->front());
  if (first < 0x80) {
    text->remove_prefix(1);
    if (absl::ascii_isspace(first)) {
      AppendSpace(folded);
    } else {
      *folded += absl::ascii_tolower(first);
    }
    return true;
  }
  if ((first != 0xd0 && first != 0xd1) || text->size() < 2) return false;
  const auto second = static_cast<unsigned char>((*text)[1]);
  int letter = (first & 0x1f) << 6 | (second & 0x3f);
  if (letter == kCapitalYo || letter == kYo) letter = kSmallYe;
  if (letter >= kFirstCapital && letter < kFirstSmall) letter += 0x20;
  const bool russian = letter >= kFirstSmall && letter <= kLastSmall;
  if (!russian || (second & 0xc0) != 0x80) return false;
  *folded += static_cast<char>(0xc0 | letter >> 6);
  *folded += static_cast<char>(0x80 | (letter & 0x3f));
  text->remove_prefix(2);
  return true;
}

bool FoldSimple(absl::string_view text, std::string* folded) {
  folded->reserve(text.size());
  while (!text.empty()) {
    if (!AppendSimple(&text, folded)) return false;
  }
  DropSpace(folded);
  return true;
}

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

// Optimal string alignment distance over code points.
size_t Distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<size_t>> d(a.size() + 1,
                                     std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::u32string CodePoints(absl::string_view text) {
  std::u32string points;
  for (size_t i = 0; i < text.size() && points.size() < kCompared;) {
    points.push_back(static_cast<char32_t>(Next(text, &i)));
  }
  return points;
}

}  // namespace

std::string FoldTitle(absl::string_view title) {
  if (std::string simple; FoldSimple(title, &simple)) return simple;
  const std::string folded = CaseFold(title);
  std::string out;
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const UChar32 c = Next(folded, &i);
    if (c < 0 || c == kYo) {
      absl::StrAppend(&out, c < 0 ? kReplacement : kYe);
    } else if (u_isUWhiteSpace(c)) {
      AppendSpace(&out);
    } else {
      out.append(folded, start, i - start);
    }
  }
  DropSpace(&out);
  return out;
}

std::string TitleFolding() {
  UVersionInfo version;
  u_getUnicodeVersion(version);
  return absl::StrCat("2/", int{version[0]}, ".", int{version[1]}, ".",
                      int{version[2]});
}

bool SameTitle(absl::string_view a, absl::string_view b) {
  return a == b || FoldTitle(a) == FoldTitle(b);
}

bool OneSlipApart(absl::string_view a, absl::string_view b) {
  return Distance(CodePoints(FoldTitle(a)), CodePoints(FoldTitle(b))) == 1;
}

bool IsUtf8(absl::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    if (Next(bytes, &i) < 0) return false;
  }
  return true;
}

std::vector<std::string> NearTitles(absl::string_view wanted,
                                    const std::vector<std::string>& candidates,
                                    size_t limit) {
  const std::string folded = FoldTitle(wanted);
  if (folded.empty()) return {};
  const std::u32string points = CodePoints(folded);
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    const std::string other = FoldTitle(candidate);
    const std::u32string other_points = CodePoints(other);
    const size_t longer = std::max(points.size(), other_points.size());
    const size_t shorter = std::min(points.size(), other_points.size());
    const size_t allowed = std::max<size_t>(1, longer / 3);
    const size_t distance =
        longer - shorter > allowed ? longer : Distance(points, other_points);
    if (distance <= allowed) {
      near.emplace_back(distance, candidate);
    } else if (absl::StrContains(other, folded)) {
      near.emplace_back(longer, candidate);
    }
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), limit));
  std::vector<std::string> titles;
  for (auto& [distance, title] : near) titles.push_back(std::move(title));
  return titles;
}

}  // namespace klad::client
