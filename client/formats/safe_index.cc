#include "client/formats/safe_index.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/title.h"

namespace klad::client {
namespace {

using trust::v1::Overview;

// What an import brings: not the title, whose number differs, nor what is
// measured or set here.
crypto::Digest Content(Overview overview) {
  overview.clear_title();
  overview.clear_owner();
  overview.clear_strength();
  overview.clear_secret_changed_ms();
  overview.clear_created_ms();
  return crypto::Hash("klad1.content", {overview.SerializeAsString()});
}

}  // namespace

absl::string_view WithoutNumber(absl::string_view title) {
  const size_t open = title.rfind(" (");
  if (open == absl::string_view::npos || open == 0) return title;
  const absl::string_view number = title.substr(open + 2);
  const bool is_number =
      number.size() > 1 && number.back() == ')' &&
      std::all_of(number.begin(), number.end() - 1, absl::ascii_isdigit);
  return is_number ? title.substr(0, open) : title;
}

void SafeIndex::Add(absl::string_view id, const Overview& overview,
                    absl::Time changed) {
  Occupy(overview.title());
  by_title_.emplace(
      FoldTitle(WithoutNumber(overview.title())),
      Known{std::string(id), overview.title(), FoldTitle(overview.user_name()),
            Content(overview), overview.secret_changed_ms(), changed});
}

// The one with the same content, else the exact title, else the first.
SafeIndex::ByTitle::iterator SafeIndex::BestOf(const Overview& overview,
                                               const crypto::Digest& content) {
  const auto [begin, end] =
      by_title_.equal_range(FoldTitle(WithoutNumber(overview.title())));
  const std::string user_name = FoldTitle(overview.user_name());
  auto best = by_title_.end();
  int best_rank = 0;
  for (auto it = begin; it != end; ++it) {
    const Known& known = it->second;
    if (known.user_name != user_name) continue;
    const bool exact = SameTitle(known.title, overview.title());
    const int rank = 1 + (exact ? 1 : 0) + (known.content == content ? 2 : 0);
    if (rank > best_rank) best = it;
    best_rank = std::max(best_rank, rank);
  }
  return best;
}

SafeIndex::Match SafeIndex::Find(const Overview& overview,
                                 absl::optional<absl::Time> updated) {
  const crypto::Digest content = Content(overview);
  const auto found = BestOf(overview, content);
  if (found == by_title_.end()) return Match();
  const Known known = std::move(found->second);
  by_title_.erase(found);
  // A date in the future stays newer than any version; what was taken with it
  // is not taken again.
  const bool taken = known.secret_changed_ms == overview.secret_changed_ms();
  Match match{ImportState::kSame, known.id, known.title};
  if (updated.has_value() && *updated > known.changed && !taken) {
    match.state = ImportState::kChanged;
  } else if (known.content != content) {
    match.state = ImportState::kInDoubt;
  }
  return match;
}

// Whether it was free.
bool SafeIndex::Occupy(const std::string& title) {
  return titles_.insert(std::hash<std::string>()(FoldTitle(title))).second;
}

std::string SafeIndex::FreeTitle(const std::string& title) {
  if (Occupy(title)) return title;
  int& number = numbers_.emplace(FoldTitle(title), 1).first->second;
  std::string numbered;
  do {
    numbered = absl::StrCat(title, " (", ++number, ")");
  } while (!Occupy(numbered));
  return numbered;
}

}  // namespace klad::client
