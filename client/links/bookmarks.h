// Bookmark files as all browsers write them: the Netscape format.
#ifndef KLAD_CLIENT_LINKS_BOOKMARKS_H_
#define KLAD_CLIENT_LINKS_BOOKMARKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/links/link_rows.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// Whether the text begins as one.
bool IsBookmarks(absl::string_view text);

// `text` is UTF-8. Folders become categories, but for those that a browser has
// by itself; TAGS become tags, <DD> the purpose; dates and icons are dropped.
// SHORTCUTURL, a browser's keyword, becomes the name. Rows count from 1.
LinkRows ReadBookmarks(absl::string_view text);

// In the order of categories.
std::string WriteBookmarks(const std::vector<klad::v1::Link>& links);

// For text and attributes of HTML.
std::string HtmlEscaped(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_BOOKMARKS_H_
