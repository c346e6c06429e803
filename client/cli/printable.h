// Text from elsewhere made safe to print, and measured.
//
// A title or a message may come from a server or a colleague who wishes to
// move the cursor, hide text or reverse it. Escaped are: C0 and C1 controls,
// DEL, every format character (bidi overrides and isolates, zero width, tags)
// but the joiners inside words, line and paragraph separators, characters for
// private use or unassigned, and bytes that are not UTF-8.
#ifndef KLAD_CLIENT_CLI_PRINTABLE_H_
#define KLAD_CLIENT_CLI_PRINTABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace klad::cli {

enum class Lines {
  kEscape,  // one line: \n and \t are escaped as well
  kKeep,    // several lines: \n and \t pass
};

// Its width when it is made of printable ASCII and Cyrillic letters alone, as
// most texts are: then it is printable as it is.
absl::optional<int> PlainWidth(absl::string_view text);

// Escapes are \x1b for bytes and ASCII, \u{202e} for code points.
std::string Printable(absl::string_view text, Lines lines = Lines::kEscape);

// A JSON text in UTF-8 with what Printable escapes as \uXXXX instead: the same
// JSON.
std::string PrintableJson(absl::string_view json);

// Columns on a terminal (UAX #11: wide and full width are two, combining
// marks none). The text is printable.
int DisplayWidth(absl::string_view text);

// At most `width` columns, the last an ellipsis if something was cut.
std::string CutToWidth(absl::string_view text, int width);

// Lines broken at spaces, so that none is wider, unless one word is. A line
// that begins with a space is left as it is.
std::string WrapToWidth(absl::string_view text, int width);

// The same as a list, and words that are wider are broken too.
std::vector<std::string> LinesOfWidth(absl::string_view text, int width);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PRINTABLE_H_
