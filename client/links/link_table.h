// Links as a table: CSV with a header, of whatever separator.
#ifndef KLAD_CLIENT_LINKS_LINK_TABLE_H_
#define KLAD_CLIENT_LINKS_LINK_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/links/link_rows.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// Columns and the fields that they hold: name, address, title, purpose,
// category, tags.
using LinkColumns = std::vector<std::pair<std::string, std::string>>;

// `text` is UTF-8. Columns are found by their usual names in English and
// Russian, unless `columns` says otherwise. Exit kUsage when none holds
// addresses, `columns` names one or a field that there is not, or the text is
// no table. Rows count from 1 behind the header.
absl::StatusOr<LinkRows> ReadLinkTable(absl::string_view text,
                                       const LinkColumns& columns);

std::string WriteLinkTable(const std::vector<klad::v1::Link>& links);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_LINK_TABLE_H_
