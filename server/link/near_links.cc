#include "server/link/near_links.h"

#include <optional>

#include "server/words/near_names.h"

namespace klad::link {

std::vector<std::string> NearLinks(absl::string_view folded,
                                   const std::vector<Catalogue::Entry>& links,
                                   const access::Viewer& viewer) {
  words::NearNames near(folded);
  for (const Catalogue::Entry& each : links) {
    const std::optional<size_t> apart = near.Apart(each->name);
    if (apart.has_value() && viewer.Sees(each->link)) {
      near.Add(*apart, each->link.name());
    }
  }
  return near.Take();
}

}  // namespace klad::link
