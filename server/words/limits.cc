#include "server/words/limits.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "server/words/folding.h"

namespace klad::words {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

constexpr size_t kMaxName = 100;
constexpr size_t kMaxCategory = 200;
constexpr int64_t kMaxLevels = 8;
constexpr int kMaxTags = 20;
constexpr size_t kMaxTag = 50;

}  // namespace

bool IsShortLine(absl::string_view text, size_t limit) {
  return text.size() <= limit && IsLine(text);
}

bool IsName(absl::string_view name) {
  return IsShortLine(name, kMaxName) && !FoldName(name).empty();
}

bool IsProse(absl::string_view text, size_t limit) {
  return text.size() <= limit &&
         IsLine(absl::StrReplaceAll(text, {{"\n", " "}, {"\t", " "}}));
}

bool IsCategory(absl::string_view path) {
  return IsShortLine(path, kMaxCategory) &&
         std::count(path.begin(), path.end(), '/') < kMaxLevels;
}

bool AreTags(const Texts& tags) {
  std::set<std::string> known;
  for (const std::string& tag : tags) {
    if (FoldName(tag).empty() || !IsShortLine(tag, kMaxTag) ||
        absl::StrContains(tag, ',') || !known.insert(FoldText(tag)).second) {
      return false;
    }
  }
  return tags.size() <= kMaxTags;
}

bool LiesIn(absl::string_view category, absl::string_view other) {
  return other.empty() || category == other ||
         (absl::StartsWith(category, other) && category[other.size()] == '/');
}

bool HasTag(const Texts& tags, absl::string_view folded) {
  return std::any_of(tags.begin(), tags.end(), [&](const std::string& tag) {
    return FoldText(tag) == folded;
  });
}

}  // namespace klad::words
