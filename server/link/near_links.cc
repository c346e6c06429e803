#include "server/link/near_links.h"

namespace klad::link {
namespace {

constexpr size_t kMostNear = 3;
constexpr size_t kLongest = 200;  // bytes; no name has as many

}  // namespace

std::vector<std::string> NearLinks(absl::string_view name,
                                   const words::Index& words,
                                   const Catalogue& catalogue,
                                   const access::Viewer& viewer) {
  if (name.size() > kLongest) return {};
  words::Query query = words::QueryFor(name);
  query.kinds = {v1::SEARCH_KIND_LINK};
  query.heavy = true;
  query.limit = kMostNear;
  const auto found = words.Find(query, [&](const words::Key& key) {
    const Catalogue::Entry known = catalogue.ById(key.id);
    return known != nullptr && viewer.Sees(known->link);
  });
  std::vector<std::string> names;
  for (const words::Key& key : found) {
    names.push_back(catalogue.ById(key.id)->link.name());
  }
  return names;
}

}  // namespace klad::link
