#include "client/title.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/text/letters.h"

namespace klad::client {
namespace {

constexpr UChar32 kYo = 0x451;
constexpr absl::string_view kYoBytes = "\xd1\x91";
constexpr absl::string_view kYe = "\xd0\xb5";
constexpr absl::string_view kReplacement = "\xef\xbf\xbd";

void AppendSpace(std::string* folded) {
  if (!folded->empty() && folded->back() != ' ') *folded += ' ';
}

void DropSpace(std::string* folded) {
  if (!folded->empty() && folded->back() == ' ') folded->pop_back();
}

// text::FoldSimpleLetter, and Е for Ё.
bool AppendSimple(absl::string_view* text, std::string* folded) {
  if (absl::ascii_isspace(static_cast<unsigned char>(text->front()))) {
    AppendSpace(folded);
    text->remove_prefix(1);
    return true;
  }
  if (!text::FoldSimpleLetter(text, folded)) return false;
  if (absl::EndsWith(*folded, kYoBytes)) {
    folded->replace(folded->size() - kYe.size(), kYe.size(), kYe.data(),
                    kYe.size());
  }
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

}  // namespace

std::string FoldTitle(absl::string_view title) {
  if (std::string simple; FoldSimple(title, &simple)) return simple;
  const std::string folded = text::CaseFold(title);
  std::string out;
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const UChar32 c = text::NextLetter(folded, &i);
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
  return text::LettersApart(text::Letters(FoldTitle(a)),
                            text::Letters(FoldTitle(b)), 1) == 1;
}

bool IsUtf8(absl::string_view bytes) {
  for (size_t i = 0; i < bytes.size();) {
    if (text::NextLetter(bytes, &i) < 0) return false;
  }
  return true;
}

std::vector<std::string> NearTitles(absl::string_view wanted,
                                    const std::vector<std::string>& candidates,
                                    size_t limit) {
  const std::string folded = FoldTitle(wanted);
  if (folded.empty()) return {};
  const std::u32string letters = text::Letters(folded);
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    const std::string other = FoldTitle(candidate);
    const std::u32string others = text::Letters(other);
    const size_t longer = std::max(letters.size(), others.size());
    const size_t allowed = std::max<size_t>(1, longer / 3);
    const size_t distance = text::LettersApart(letters, others, allowed);
    if (distance <= allowed) {
      near.emplace_back(distance, candidate);
    } else if (absl::StrContains(other, folded)) {
      near.emplace_back(longer, candidate);
    }
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), limit));
  std::vector<std::string> titles;
  titles.reserve(near.size());
  for (auto& [distance, title] : near) titles.push_back(std::move(title));
  return titles;
}

}  // namespace klad::client
