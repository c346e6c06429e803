// References to a value, as scripts and templates hold them in its place:
//
//   klad://SAFE/TITLE/FIELD   by names, as they are now
//   klad:ID/FIELD             by id: survives renaming and moving
//
// In a part, a slash, a percent sign or a brace is written as %2F, %25, %7B
// (RFC 3986); any character may be. Case, width and Ё do not matter in names.
// FIELD is any that `klad get` takes, `code` too.
#ifndef KLAD_CLIENT_CLI_REFERENCE_H_
#define KLAD_CLIENT_CLI_REFERENCE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::cli {

struct ValueReference {
  std::string credential;  // "SAFE/TITLE" or "klad:ID", as commands take it
  std::string field;
};

// Whether somebody meant a reference: it begins as one.
bool LooksLikeReference(absl::string_view text);

// Exit kUsage with a sentence that shows the text.
absl::StatusOr<ValueReference> ParseValueReference(absl::string_view text);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_REFERENCE_H_
