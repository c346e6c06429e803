#include "server/words/near_names.h"

namespace klad::words {
namespace {

constexpr size_t kMostNear = 3;
constexpr size_t kLongestName = 200;  // bytes; no name has as many

}  // namespace

std::vector<std::string> NearNames(const Index& index, v1::SearchKind kind,
                                   absl::string_view name,
                                   Index::Visible visible) {
  if (name.size() > kLongestName) return {};
  Query query = QueryFor(name);
  query.kinds = {kind};
  query.heavy = true;
  query.limit = kMostNear;
  std::vector<std::string> ids;
  for (const Key& key : index.Find(query, visible)) ids.push_back(key.id);
  return ids;
}

}  // namespace klad::words
