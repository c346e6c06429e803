#include "crypto/text/letters.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"

namespace klad::text {
namespace {

// The distance is quadratic.
constexpr size_t kCompared = 100;

constexpr int kCapitalYo = 0x401;
constexpr int kYo = 0x451;
constexpr int kFirstCapital = 0x410;
constexpr int kFirstSmall = 0x430;
constexpr int kLastSmall = 0x44f;

// What stands in most Russian texts and folds to itself.
constexpr absl::string_view kUsualSigns[] = {"—", "«", "»", "–",
                                             "“", "”", "„", "’"};

bool TakeUsualSign(absl::string_view* text, std::string* folded) {
  for (const absl::string_view sign : kUsualSigns) {
    if (!absl::ConsumePrefix(text, sign)) continue;
    folded->append(sign.data(), sign.size());
    return true;
  }
  return false;
}

bool FoldSimple(absl::string_view text, std::string* folded) {
  folded->reserve(text.size());
  while (!text.empty()) {
    if (!FoldSimpleLetter(&text, folded)) return false;
  }
  return true;
}

}  // namespace

int32_t NextLetter(absl::string_view text, size_t* i) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto at = static_cast<int64_t>(*i);
  UChar32 c;
  U8_NEXT(bytes, at, static_cast<int64_t>(text.size()), c);
  *i = static_cast<size_t>(at);
  return c;
}

bool FoldSimpleLetter(absl::string_view* text, std::string* folded) {
  const auto first = static_cast<unsigned char>(text->front());
  if (first < 0x80) {
    *folded += absl::ascii_tolower(first);
    text->remove_prefix(1);
    return true;
  }
  if (first == 0xc2 || first == 0xe2) return TakeUsualSign(text, folded);
  if ((first != 0xd0 && first != 0xd1) || text->size() < 2) return false;
  const auto second = static_cast<unsigned char>((*text)[1]);
  if ((second & 0xc0) != 0x80) return false;
  int letter = (first & 0x1f) << 6 | (second & 0x3f);
  if (letter == kCapitalYo) letter = kYo;
  if (letter >= kFirstCapital && letter < kFirstSmall) letter += 0x20;
  if (letter != kYo && (letter < kFirstSmall || letter > kLastSmall)) {
    return false;
  }
  *folded += static_cast<char>(0xc0 | letter >> 6);
  *folded += static_cast<char>(0x80 | (letter & 0x3f));
  text->remove_prefix(2);
  return true;
}

std::string CaseFold(absl::string_view text) {
  if (std::string simple; FoldSimple(text, &simple)) return simple;
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

std::u32string Letters(absl::string_view text) {
  std::u32string letters;
  for (size_t i = 0; i < text.size() && letters.size() < kCompared;) {
    letters.push_back(static_cast<char32_t>(NextLetter(text, &i)));
  }
  return letters;
}

size_t LettersApart(const std::u32string& a, const std::u32string& b,
                    size_t limit) {
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

}  // namespace klad::text
