// What a playbook may not be, and what cannot be done with it, as a person is
// told it.
#ifndef KLAD_CLIENT_PLAYBOOK_RULE_H_
#define KLAD_CLIENT_PLAYBOOK_RULE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// Exit kUsage with a sentence and a hint for the word of a rule that
// REASON_PLAYBOOK_REFUSED brings; for a word unknown here, one that says no
// more.
absl::Status PlaybookRuleError(absl::string_view rule);

// Exit kConflict or kDenied, the same for REASON_PLAYBOOK_STATE.
absl::Status PlaybookStateError(absl::string_view rule);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOK_RULE_H_
