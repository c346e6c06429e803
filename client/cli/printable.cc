#include "client/cli/printable.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "crypto/text/letters.h"

namespace klad::cli {
namespace {

constexpr UChar32 kZeroWidthNonJoiner = 0x200c;
constexpr UChar32 kZeroWidthJoiner = 0x200d;
constexpr UChar32 kVariationSelector16 = 0xfe0f;

// Emoji carry the variation selector.
bool IsInvisiblePart(UChar32 c) {
  return c == kZeroWidthJoiner || c == kZeroWidthNonJoiner ||
         c == kVariationSelector16;
}

// But for the combining marks between them: what most titles are made of.
bool IsCyrillicLetter(UChar32 c) {
  return (c >= 0x400 && c < 0x482) || (c > 0x489 && c < 0x530);
}

bool IsShown(UChar32 c) {
  if (c < 0) return false;
  if (IsCyrillicLetter(c)) return true;
  if (IsInvisiblePart(c)) return true;
  constexpr uint32_t kHidden = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CN_MASK |
                               U_GC_CO_MASK | U_GC_CS_MASK | U_GC_ZL_MASK |
                               U_GC_ZP_MASK;
  return (U_MASK(u_charType(c)) & kHidden) == 0 &&
         !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

void AppendEscapedBytes(absl::string_view bytes, std::string* out) {
  for (const char byte : bytes) {
    absl::StrAppendFormat(out, "\\x%02x", static_cast<unsigned char>(byte));
  }
}

bool IsPrintableAscii(char c) { return c >= 0x20 && c < 0x7f; }

// Eight bytes as one number: each has its high bit clear, and so have it less
// 0x20 and it plus one.
bool IsEightPrintable(absl::string_view text) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  uint64_t eight;
  if (text.size() < sizeof eight) return false;
  std::memcpy(&eight, text.data(), sizeof eight);
  const uint64_t bad = eight | (eight - 0x20 * kOnes) | (eight + kOnes);
  return (bad & (0x80 * kOnes)) == 0;
}

// U+0400 to U+047F, letters all of them.
bool IsTwoByteCyrillic(absl::string_view text) {
  return text.size() > 1 && (text[0] == '\xd0' || text[0] == '\xd1') &&
         (static_cast<unsigned char>(text[1]) & 0xc0) == 0x80;
}

int WidthOf(UChar32 c) {
  if (c < 0x300 || IsCyrillicLetter(c)) return 1;
  if (IsInvisiblePart(c)) return 0;
  const uint32_t category = U_MASK(u_charType(c));
  if ((category & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0) return 0;
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

absl::optional<int> PlainWidth(absl::string_view text) {
  int width = 0;
  for (size_t i = 0; i < text.size(); ++width) {
    if (IsEightPrintable(text.substr(i))) {
      i += 8;
      width += 7;
    } else if (IsPrintableAscii(text[i])) {
      ++i;
    } else if (IsTwoByteCyrillic(text.substr(i))) {
      i += 2;
    } else {
      return absl::nullopt;
    }
  }
  return width;
}

std::string Printable(absl::string_view text, Lines lines) {
  if (PlainWidth(text).has_value()) return std::string(text);
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    const UChar32 c = text::NextLetter(text, &i);
    const absl::string_view bytes = text.substr(start, i - start);
    const bool kept = lines == Lines::kKeep && (c == '\n' || c == '\t');
    if (kept || IsShown(c)) {
      out.append(bytes.data(), bytes.size());
    } else if (c < 0x80) {
      AppendEscapedBytes(bytes, &out);
    } else {
      absl::StrAppendFormat(&out, "\\u{%x}", c);
    }
  }
  return out;
}

std::string PrintableJson(absl::string_view json) {
  std::string out;
  for (size_t i = 0; i < json.size();) {
    const size_t start = i;
    const UChar32 c = text::NextLetter(json, &i);
    if (c < 0x7f || IsShown(c)) {
      out.append(json.data() + start, i - start);
    } else if (c <= 0xffff) {
      absl::StrAppendFormat(&out, "\\u%04x", c);
    } else {
      absl::StrAppendFormat(&out, "\\u%04x\\u%04x", U16_LEAD(c), U16_TRAIL(c));
    }
  }
  return out;
}

int DisplayWidth(absl::string_view text) {
  if (const auto plain = PlainWidth(text)) return *plain;
  int width = 0;
  for (size_t i = 0; i < text.size();) {
    width += WidthOf(text::NextLetter(text, &i));
  }
  return width;
}

std::string CutToWidth(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width <= 0) return "";
  int used = 1;
  size_t end = 0;
  for (size_t i = 0; i < text.size(); end = i) {
    used += WidthOf(text::NextLetter(text, &i));
    if (used > width) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

namespace {

std::string WrapLine(absl::string_view line, int width) {
  std::string wrapped;
  int used = 0;
  for (const absl::string_view word : absl::StrSplit(line, ' ')) {
    const int wide = DisplayWidth(word);
    if (!wrapped.empty() && used + 1 + wide > width) {
      wrapped += '\n';
      used = 0;
    } else if (!wrapped.empty()) {
      wrapped += ' ';
      ++used;
    }
    absl::StrAppend(&wrapped, word);
    used += wide;
  }
  return wrapped;
}

}  // namespace

std::vector<std::string> LinesOfWidth(absl::string_view text, int width) {
  std::vector<std::string> lines;
  for (const absl::string_view line :
       absl::StrSplit(WrapLine(text, width), '\n')) {
    lines.emplace_back();
    int used = 0;
    for (size_t i = 0; i < line.size();) {
      const size_t start = i;
      const int wide = WidthOf(text::NextLetter(line, &i));
      if (used + wide > width && used > 0) {
        lines.emplace_back();
        used = 0;
      }
      lines.back().append(line.data() + start, i - start);
      used += wide;
    }
  }
  return lines;
}

std::string WrapToWidth(absl::string_view text, int width) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    lines.push_back(absl::StartsWith(line, " ") ? std::string(line)
                                                : WrapLine(line, width));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace klad::cli
