// The JSON lines of golink, one link a line: {"Short": ..., "Long": ...}.
#ifndef KLAD_CLIENT_LINKS_GOLINKS_H_
#define KLAD_CLIENT_LINKS_GOLINKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/links/link_rows.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// `text` is UTF-8. Keys in any case: short, long; and as klad writes them
// besides: title, purpose, category, tags. {{.Path}} becomes an argument; what
// else golink would compute is in doubt. Rows are lines.
LinkRows ReadGolinks(absl::string_view text);

// golink reads Short and Long of it; an argument becomes its {{.Path}}.
std::string WriteGolinks(const std::vector<klad::v1::Link>& links);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINKS_GOLINKS_H_
