// The map as one page of HTML that needs nothing else: for the wall of an
// intranet, or a file on a stick.
#ifndef KLAD_CLIENT_LINKS_LINK_PAGE_H_
#define KLAD_CLIENT_LINKS_LINK_PAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// In the language of this process, with a field that searches. Links lie under
// their categories; those with arguments, and those no browser opens, are shown
// and lead nowhere. Nothing in it is fetched from anywhere, and it runs no
// script but its own.
std::string WriteLinkPage(absl::string_view organisation,
                          const std::vector<klad::v1::Link>& links);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_LINK_PAGE_H_
