// Texts that a person writes in an editor of their own.
#ifndef KLAD_CLIENT_CLI_TEXT_EDITOR_H_
#define KLAD_CLIENT_CLI_TEXT_EDITOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/context.h"

namespace klad::cli {

// Opens the editor that VISUAL or EDITOR names, or vi, on the text, in a
// private folder that is gone afterwards, and returns what it left there. Exit
// kUsage when nobody is at the terminal, kNotFound when there is no such
// editor, kAborted when it ends with an error.
absl::StatusOr<std::string> EditText(Context& context, absl::string_view text,
                                     absl::string_view file_name);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TEXT_EDITOR_H_
