#include "server/link/near_links.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "crypto/text/letters.h"

namespace klad::link {
namespace {

constexpr size_t kMost = 3;

}  // namespace

std::vector<std::string> NearLinks(absl::string_view folded,
                                   const std::vector<Catalogue::Entry>& links,
                                   const access::Viewer& viewer) {
  if (folded.empty()) return {};
  const std::u32string letters = text::Letters(folded);
  std::vector<std::tuple<size_t, std::string>> near;
  for (const Catalogue::Entry& each : links) {
    const std::u32string others = text::Letters(each->name);
    const size_t longer = std::max(letters.size(), others.size());
    const size_t allowed = std::max<size_t>(1, longer / 3);
    size_t apart = text::LettersApart(letters, others, allowed);
    const bool within = absl::StrContains(each->name, folded);
    if (apart > allowed && !within) continue;
    if (apart > allowed) apart = longer;
    if (viewer.Sees(each->link)) near.emplace_back(apart, each->link.name());
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), kMost));
  std::vector<std::string> names;
  for (auto& [apart, name] : near) names.push_back(std::move(name));
  return names;
}

}  // namespace klad::link
