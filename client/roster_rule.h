// What a rule of the authority table (crypto/FORMAT.md, section 13) means to
// the person whose entry breaks it: the one place where its word becomes a
// sentence.
#ifndef KLAD_CLIENT_ROSTER_RULE_H_
#define KLAD_CLIENT_ROSTER_RULE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// "needs-end": an error with a sentence, what to do next, and an exit code. A
// word that this klad does not know is shown as it is, if it is a word.
absl::Status RuleError(absl::string_view rule);

// Whether RuleError has a sentence of its own for it.
bool IsKnownRule(absl::string_view rule);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ROSTER_RULE_H_
