// Links whose names are nearly the one that was asked for.
#ifndef KLAD_SERVER_LINK_NEAR_LINKS_H_
#define KLAD_SERVER_LINK_NEAR_LINKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/access/viewer.h"
#include "server/link/catalogue.h"

namespace klad::link {

// At most three names as they are written, nearest first: at most a third of
// their letters apart, or with all of `folded` in them.
std::vector<std::string> NearLinks(absl::string_view folded,
                                   const std::vector<Catalogue::Entry>& links,
                                   const access::Viewer& viewer);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_NEAR_LINKS_H_
