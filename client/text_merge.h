// Two people changed one text.
#ifndef KLAD_CLIENT_TEXT_MERGE_H_
#define KLAD_CLIENT_TEXT_MERGE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::client {

struct MergedText {
  std::string text;
  int conflicts = 0;  // stretches of lines that both changed
};

// Theirs with every change of mine, line by line, as diff3 has it. Where both
// changed the same lines, both stand there between marks, with the labels.
MergedText MergeText(absl::string_view base, absl::string_view mine,
                     absl::string_view theirs, absl::string_view my_label,
                     absl::string_view their_label);

// Whether a line of it is such a mark.
bool HasConflictMarks(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_TEXT_MERGE_H_
