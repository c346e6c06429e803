#include "client/links/link_rows.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/address.h"
#include "client/title.h"

namespace klad::client {
namespace {

constexpr size_t kMaxLevels = 8;
constexpr size_t kMaxCategory = 200;
constexpr size_t kMaxTags = 20;
constexpr size_t kMaxTag = 50;
constexpr size_t kMaxMadeName = 60;

// Calls take(character, its bytes) for each; what is no UTF-8 is passed over.
template <typename Take>
void ForEachCharacter(absl::string_view text, Take&& take) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    const int64_t start = at;
    UChar32 c;
    U8_NEXT(bytes, at, size, c);
    if (c >= 0) take(c, text.substr(start, at - start));
  }
}

// The first characters that have no more bytes.
std::string Beginning(absl::string_view text, size_t limit) {
  std::string beginning;
  bool full = false;
  ForEachCharacter(text, [&](UChar32, absl::string_view character) {
    full = full || beginning.size() + character.size() > limit;
    if (!full) absl::StrAppend(&beginning, character);
  });
  return beginning;
}

std::string Words(absl::string_view text) {
  std::string words;
  ForEachCharacter(text, [&](UChar32 c, absl::string_view character) {
    if (u_isalnum(c) ||
        (u_getIntPropertyValue(c, UCHAR_CANONICAL_COMBINING_CLASS) != 0)) {
      absl::StrAppend(&words, character);
    } else if (!words.empty() && words.back() != '-') {
      words += '-';
    }
  });
  words = Beginning(words, kMaxMadeName);
  while (!words.empty() && words.back() == '-') words.pop_back();
  return words;
}

}  // namespace

std::string OneLine(absl::string_view text, size_t limit) {
  std::string line;
  ForEachCharacter(text, [&](UChar32 c, absl::string_view character) {
    if (u_isUWhiteSpace(c)) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (!u_iscntrl(c)) {
      absl::StrAppend(&line, character);
    }
  });
  return std::string(absl::StripAsciiWhitespace(Beginning(line, limit)));
}

std::string CategoryPath(const std::vector<std::string>& levels) {
  std::string path;
  size_t count = 0;
  for (const std::string& level : levels) {
    const std::string name =
        OneLine(absl::StrReplaceAll(level, {{"/", "-"}}), kMaxCategory);
    if (name.empty()) continue;
    if (++count > kMaxLevels || path.size() + name.size() + 1 > kMaxCategory) {
      break;
    }
    absl::StrAppend(&path, path.empty() ? "" : "/", name);
  }
  return path;
}

std::vector<std::string> TagsIn(absl::string_view list) {
  std::vector<std::string> tags;
  std::set<std::string> known;
  for (const absl::string_view each : absl::StrSplit(list, ',')) {
    const std::string tag = OneLine(each, kMaxTag);
    const bool counts = !Words(tag).empty() && tags.size() < kMaxTags;
    if (counts && known.insert(FoldTitle(tag)).second) tags.push_back(tag);
  }
  return tags;
}

std::string NameFrom(absl::string_view title, absl::string_view address) {
  const std::string name = Words(FoldTitle(title));
  return name.empty() ? Words(FoldTitle(HostOf(address))) : name;
}

}  // namespace klad::client
