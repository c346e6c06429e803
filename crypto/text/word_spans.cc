#include "crypto/text/word_spans.h"

#include <unicode/uchar.h>

#include "absl/strings/ascii.h"
#include "crypto/text/letters.h"

namespace klad::text {
namespace {

constexpr UChar32 kFirstRussian = 0x410;  // for speed
constexpr UChar32 kLastRussian = 0x44f;
constexpr uint32_t kUnseenOrMark = U_GC_M_MASK | U_GC_CF_MASK;

bool StandsInWord(UChar32 c) {
  if (c >= 0 && c < 0x80) return absl::ascii_isalnum(c);
  if (c >= kFirstRussian && c <= kLastRussian) return true;
  return c >= 0 && (u_isalnum(c) || (U_MASK(u_charType(c)) & kUnseenOrMark));
}

}  // namespace

std::vector<Span> WordSpans(absl::string_view text) {
  std::vector<Span> spans;
  bool inside = false;
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    const bool stands = StandsInWord(NextLetter(text, &i));
    if (stands && !inside) spans.push_back({start, start});
    if (stands) spans.back().end = i;
    inside = stands;
  }
  return spans;
}

}  // namespace klad::text
