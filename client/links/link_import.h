// A file of links onto the map.
#ifndef KLAD_CLIENT_LINKS_LINK_IMPORT_H_
#define KLAD_CLIENT_LINKS_LINK_IMPORT_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/links/link_rows.h"
#include "client/links/link_table.h"

namespace klad::client {

enum class LinkFormat { kGuess, kBookmarks, kTable, kGolink };

// "bookmarks", "csv", "golink"; exit kUsage for any other word.
absl::StatusOr<LinkFormat> ParseLinkFormat(absl::string_view word);

// Exit kUsage when the bytes are no text, or no links in any known form.
absl::StatusOr<LinkRows> ReadLinks(std::string bytes, LinkFormat format,
                                   const LinkColumns& columns);

struct LinkImport {
  int created = 0;
  int known = 0;  // their addresses are on the map already
  std::vector<LinkDoubt> doubts;
};

// Creates those whose addresses are not on the map, as far as this member sees
// it; so the same file twice changes nothing, and one that was interrupted goes
// on. What has no name gets one. `progress` is told how many of them are done.
absl::StatusOr<LinkImport> ImportLinks(
    Account* account, LinkRows rows,
    const std::function<void(size_t done, size_t all)>& progress);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_LINK_IMPORT_H_
