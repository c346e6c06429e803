// What may stand where the cursor is, from the table and from names.
#ifndef KLAD_CLIENT_CLI_COMPLETE_H_
#define KLAD_CLIENT_CLI_COMPLETE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/command.h"

namespace klad::cli {

// Names to choose from, asked for only where they are needed.
class Names {
 public:
  virtual ~Names() = default;
  virtual std::vector<std::string> Safes() = 0;
  // Of the safe called so; archived ones too when asked for.
  virtual std::vector<std::string> Titles(absl::string_view safe,
                                          bool archived) = 0;
  // Of everybody who has not left; of roles that have not ended.
  virtual std::vector<std::string> Logins() = 0;
  virtual std::vector<std::string> Roles() = 0;
  // Of links this machine has met; and their categories.
  virtual std::vector<std::string> Links() = 0;
  virtual std::vector<std::string> LinkCategories() = 0;
  // The same of playbooks.
  virtual std::vector<std::string> Playbooks() = 0;
  virtual std::vector<std::string> PlaybookCategories() = 0;
};

// Sorted candidates for `current`, which follows `before` (the words behind
// "klad"); none where a file may stand. They begin with `current`; where none
// does, case, width and Ё are forgiven. A safe before a title ends in a slash.
std::vector<std::string> Complete(const std::vector<Command>& commands,
                                  const std::vector<std::string>& before,
                                  const std::string& current, Names& names);

// A command line of bash as far as the cursor.
struct ShellLine {
  std::vector<std::string> before;  // without quotes
  std::string current;
  // How much of it stands before what bash replaces: up to the last unquoted
  // sign of `breaks` (COMP_WORDBREAKS), before an @, and behind an open quote.
  std::string fixed;
  char quote = 0;  // open at the cursor
};
ShellLine SplitShellLine(absl::string_view line, absl::string_view breaks);

// As it is typed outside quotes: a title that looks like a command or a
// variable stays a title.
std::string ShellQuoted(absl::string_view word);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_COMPLETE_H_
