#include "server/words/near_names.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "crypto/text/letters.h"

namespace klad::words {
namespace {

constexpr size_t kMostNear = 3;

}  // namespace

NearNames::NearNames(absl::string_view folded)
    : folded_(folded), letters_(text::Letters(folded)) {}

std::optional<size_t> NearNames::Apart(absl::string_view folded) const {
  if (folded_.empty()) return std::nullopt;
  const std::u32string others = text::Letters(folded);
  const size_t longer = std::max(letters_.size(), others.size());
  const size_t allowed = std::max<size_t>(1, longer / 3);
  const size_t apart = text::LettersApart(letters_, others, allowed);
  if (apart <= allowed) return apart;
  if (absl::StrContains(folded, folded_)) return longer;
  return std::nullopt;
}

std::vector<std::string> NearNames::Take() {
  std::sort(near_.begin(), near_.end());
  near_.resize(std::min(near_.size(), kMostNear));
  std::vector<std::string> names;
  for (auto& [apart, name] : near_) names.push_back(std::move(name));
  return names;
}

}  // namespace klad::words
