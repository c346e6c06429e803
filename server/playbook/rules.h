// What a playbook may be: see klad.v1.Playbook for the limits.
#ifndef KLAD_SERVER_PLAYBOOK_RULES_H_
#define KLAD_SERVER_PLAYBOOK_RULES_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "klad/v1/playbook.pb.h"
#include "server/access/viewer.h"

namespace klad::playbook {

// The first rule that it breaks, as REASON_PLAYBOOK_REFUSED has it; empty for
// none: id, name, title, category, tags, owner (not an active member),
// reviewers (the same), roles (one that there is not), review. Members and
// roles may stay as they were `before`, whatever became of them.
absl::string_view BrokenRule(const v1::Playbook& playbook,
                             const v1::Playbook& before,
                             const crypto::roster::State& roster);

// The same of why an edit was made: reason.
absl::string_view BrokenReason(absl::string_view reason);

// The same of a text: text (empty, no UTF-8 or with control characters),
// text-long, step-role (unreadable, twice, or a role that there is not),
// step-due, reference (not by id); and the line, from 1, of the last three.
struct BrokenText {
  absl::string_view rule;
  size_t line = 0;
};
BrokenText CheckText(absl::string_view text,
                     const crypto::roster::State& roster);

// As it is kept: the category's path without spaces and slashes around.
void Tidy(v1::Playbook* playbook);

bool Sees(const access::Viewer& viewer, const v1::Playbook& playbook);

// See klad.v1.Playbook.due_ms.
int64_t DueMs(const v1::Playbook& playbook);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_RULES_H_
