// How what people write is compared. Nothing folded is kept on disk but in
// keyed hashes of names, which `kladd check` finds to differ when the Unicode
// tables have changed.
#ifndef KLAD_SERVER_WORDS_FOLDING_H_
#define KLAD_SERVER_WORDS_FOLDING_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::words {

// text::CaseFold, and Ё is Е.
std::string FoldText(absl::string_view text);

// FoldText without white space, hyphens and dashes, underscores and what is
// not seen.
std::string FoldName(absl::string_view name);

// A category's path, folded level by level; "" for what has no level. Spaces
// and slashes at the ends, and empty levels, do not count.
std::string FoldCategory(absl::string_view path);
// The same as it is written.
std::string TidyCategory(absl::string_view path);

// Whether it may stand on one line: no control characters, no line breaks.
bool IsLine(absl::string_view text);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_FOLDING_H_
