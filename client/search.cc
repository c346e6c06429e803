#include "client/search.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/contact.h"
#include "client/title.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

bool Holds(const std::string& text, const std::string& folded) {
  return !text.empty() && absl::StrContains(FoldTitle(text), folded);
}

}  // namespace

Search::Search(const std::vector<std::string>& words)
    : whole_(FoldTitle(absl::StrJoin(words, " "))) {
  std::vector<std::string> folded =
      absl::StrSplit(whole_, ' ', absl::SkipEmpty());
  // A number with spaces is one word.
  if (!PhoneDigits(whole_).empty()) folded = {whole_};
  for (std::string& word : folded) {
    std::string digits = PhoneDigits(word);
    words_.push_back({std::move(word), std::move(digits)});
  }
}

absl::optional<std::string> Search::FieldWith(const Word& word,
                                              const Overview& overview) const {
  if (Holds(overview.user_name(), word.folded)) return "user_name";
  for (const std::string& address : overview.addresses()) {
    if (Holds(address, word.folded)) return "addresses";
  }
  for (const std::string& tag : overview.tags()) {
    if (Holds(tag, word.folded)) return "tags";
  }
  if (Holds(overview.email(), word.folded)) return "email";
  if (Holds(overview.phone(), word.folded) ||
      (!word.digits.empty() &&
       absl::StrContains(PhoneDigits(overview.phone()), word.digits))) {
    return "phone";
  }
  if (Holds(overview.owner(), word.folded)) return "owner";
  for (const trust::v1::Field& field : overview.fields()) {
    if (Holds(field.value(), word.folded)) return field.name();
  }
  return absl::nullopt;
}

absl::optional<Hit> Search::Find(const Overview& overview) const {
  const std::string title = FoldTitle(overview.title());
  Hit hit;
  for (const Word& word : words_) {
    if (absl::StrContains(title, word.folded)) continue;
    auto field = FieldWith(word, overview);
    if (!field.has_value()) return absl::nullopt;
    if (std::find(hit.found_in.begin(), hit.found_in.end(), *field) ==
        hit.found_in.end()) {
      hit.found_in.push_back(*std::move(field));
    }
  }
  if (!hit.found_in.empty()) return hit;
  hit.rank = title == whole_                   ? Rank::kTitle
             : absl::StartsWith(title, whole_) ? Rank::kTitleBegins
                                               : Rank::kInTitle;
  return hit;
}

}  // namespace klad::client
