// What a link may not be, as a person is told it.
#ifndef KLAD_CLIENT_LINK_RULE_H_
#define KLAD_CLIENT_LINK_RULE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// Exit kUsage with a sentence and a hint for the word of a rule that
// REASON_LINK_REFUSED and CreatedLink.rule bring; for a word unknown here, one
// that says no more.
absl::Status LinkRuleError(absl::string_view rule);

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINK_RULE_H_
