#include "server/link/near_links.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "server/link/folding.h"

namespace klad::link {
namespace {

constexpr size_t kMost = 3;
constexpr size_t kCompared = 100;  // bytes; no name has more

size_t Letters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
}

}  // namespace

std::vector<std::string> NearLinks(absl::string_view folded,
                                   const std::vector<Catalogue::Entry>& links,
                                   const Viewer& viewer) {
  if (folded.empty() || folded.size() > 2 * kCompared) return {};
  const size_t letters = Letters(folded);
  std::vector<std::tuple<size_t, std::string>> near;
  for (const Catalogue::Entry& each : links) {
    const size_t longer = std::max(letters, Letters(each->name));
    const size_t allowed = std::max<size_t>(1, longer / 3);
    size_t apart = LettersApart(folded, each->name, allowed);
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
