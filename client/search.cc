#include "client/search.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/contact.h"
#include "client/title.h"
#include "crypto/text/stem.h"
#include "crypto/text/word_spans.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

}  // namespace

Search::Search(const std::vector<std::string>& words)
    : whole_(FoldTitle(absl::StrJoin(words, " "))) {
  std::vector<std::string> folded =
      absl::StrSplit(whole_, ' ', absl::SkipEmpty());
  // A number with spaces is one word.
  if (!PhoneDigits(whole_).empty()) folded = {whole_};
  for (std::string& word : folded) {
    std::string digits = PhoneDigits(word);
    std::string stem = text::StemOf(word);
    std::string root = text::RootOf(word, stem);
    words_.push_back(
        {std::move(word), std::move(digits), std::move(stem), std::move(root)});
  }
}

bool Search::Stands(const Word& word, const std::string& folded) {
  if (absl::StrContains(folded, word.folded)) return true;
  if (word.root.empty() || !absl::StrContains(folded, word.root)) return false;
  const std::vector<text::Span> spans = text::WordSpans(folded);
  return std::any_of(spans.begin(), spans.end(), [&](const text::Span& span) {
    return text::StemOf(span.Of(folded)) == word.stem;
  });
}

bool Search::Holds(const std::string& text, const Word& word) {
  return !text.empty() && Stands(word, FoldTitle(text));
}

absl::optional<Search::Place> Search::PlaceOf(const Word& word,
                                              const Overview& overview) {
  if (Holds(overview.user_name(), word)) {
    return Place{"user_name", overview.user_name()};
  }
  for (const std::string& address : overview.addresses()) {
    if (Holds(address, word)) return Place{"addresses", address};
  }
  for (const std::string& tag : overview.tags()) {
    if (Holds(tag, word)) return Place{"tags", tag};
  }
  if (Holds(overview.email(), word)) return Place{"email", overview.email()};
  if (Holds(overview.phone(), word) ||
      (!word.digits.empty() &&
       absl::StrContains(PhoneDigits(overview.phone()), word.digits))) {
    return Place{"phone", overview.phone()};
  }
  if (Holds(overview.owner(), word)) return Place{"owner", overview.owner()};
  for (const trust::v1::Field& field : overview.fields()) {
    if (Holds(field.value(), word)) return Place{field.name(), field.value()};
  }
  return absl::nullopt;
}

absl::optional<Hit> Search::Find(const Overview& overview) const {
  const std::string title = FoldTitle(overview.title());
  Hit hit;
  for (const Word& word : words_) {
    if (Stands(word, title)) continue;
    auto place = PlaceOf(word, overview);
    if (!place.has_value()) return absl::nullopt;
    if (hit.found_in.empty()) hit.line = std::move(place->text);
    if (std::find(hit.found_in.begin(), hit.found_in.end(), place->field) ==
        hit.found_in.end()) {
      hit.found_in.push_back(std::move(place->field));
    }
  }
  if (!hit.found_in.empty()) return hit;
  hit.rank = title == whole_                   ? Rank::kTitle
             : absl::StartsWith(title, whole_) ? Rank::kTitleBegins
                                               : Rank::kInTitle;
  return hit;
}

}  // namespace klad::client
