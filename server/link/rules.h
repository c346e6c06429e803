// What a link may be: see klad.v1.Link for the limits.
#ifndef KLAD_SERVER_LINK_RULES_H_
#define KLAD_SERVER_LINK_RULES_H_

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "klad/v1/link.pb.h"

namespace klad::link {

// The first rule that the link breaks, as REASON_LINK_REFUSED and
// CreatedLink.rule have it; empty for none: id, name, title, purpose, category,
// tags, owner (not an active member), roles (one that there is not),
// credential, date, note, and those of BrokenRule (address.h). Owner and roles
// may stay as they were `before`, whatever became of them.
absl::string_view BrokenRule(const v1::Link& link, const v1::Link& before,
                             const crypto::roster::State& roster);

// As it is kept: the category's path without spaces and slashes around.
void Tidy(v1::Link* link);

bool HasEnded(const v1::Link& link, int64_t now_ms);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_RULES_H_
