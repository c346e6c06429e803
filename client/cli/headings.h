// What tables call the keys of results, in the person's language.
#ifndef KLAD_CLIENT_CLI_HEADINGS_H_
#define KLAD_CLIENT_CLI_HEADINGS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::cli {

// "user name" for user_name; a key that is no word of klad's, such as the name
// of a free field, with spaces for its underscores.
std::string FieldHeading(absl::string_view key);

// The same in capitals.
std::string ColumnHeading(absl::string_view key);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_HEADINGS_H_
