// The words of a playbook: what it is found by, and what is shown of it then.
#ifndef KLAD_SERVER_PLAYBOOK_WORDS_H_
#define KLAD_SERVER_PLAYBOOK_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "klad/store/v1/terms.pb.h"
#include "klad/v1/playbook.pb.h"

namespace klad::playbook {

// With its newest text. What that refers to stands there by ids, which are no
// words.
store::v1::Terms TermsOf(const v1::Playbook& playbook, absl::string_view text);

// What to show of it beside its name, what says most first.
std::vector<std::string> LinesOf(const v1::Playbook& playbook,
                                 absl::string_view text);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_WORDS_H_
