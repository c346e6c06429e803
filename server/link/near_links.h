// Links whose names are nearly the one that was asked for.
#ifndef KLAD_SERVER_LINK_NEAR_LINKS_H_
#define KLAD_SERVER_LINK_NEAR_LINKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "server/access/viewer.h"
#include "server/link/catalogue.h"
#include "server/words/index.h"

namespace klad::link {

// At most three names as they are written, nearest first: those that are one
// slip from this one, and those that have its words, in whatever form and with
// a slip, in name or title.
std::vector<std::string> NearLinks(absl::string_view name,
                                   const words::Index& words,
                                   const Catalogue& catalogue,
                                   const access::Viewer& viewer);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_NEAR_LINKS_H_
