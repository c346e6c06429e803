// What stands before the text of a Markdown file: lines between two lines of
// three hyphens, as many programs have it.
//
// This much of YAML is taken: one key a line, and behind its colon a text,
// plain or in quotes, or a list, in brackets or one item a line behind "- ".
// Comments on lines of their own. Anything else is said, and nothing guessed.
#ifndef KLAD_CLIENT_PLAYBOOKS_FRONT_MATTER_H_
#define KLAD_CLIENT_PLAYBOOKS_FRONT_MATTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::client {

struct FrontMatterField {
  std::string key;
  std::vector<std::string> values;
  bool list = false;  // else there is one value
};

struct FrontMatter {
  std::vector<FrontMatterField> fields;
  std::string text;  // behind it, without the empty line that follows it
};

// A file without front matter is all text. Exit kUsage names the line that is
// not understood.
absl::StatusOr<FrontMatter> ReadFrontMatter(absl::string_view file);

// What ReadFrontMatter reads back.
std::string WriteFrontMatter(const FrontMatter& matter);

}  // namespace klad::client

#endif  // KLAD_CLIENT_PLAYBOOKS_FRONT_MATTER_H_
