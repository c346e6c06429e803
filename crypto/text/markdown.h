// As much of Markdown (CommonMark 0.30) as tells code and lists apart.
#ifndef KLAD_CRYPTO_TEXT_MARKDOWN_H_
#define KLAD_CRYPTO_TEXT_MARKDOWN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::text {

// The same text with spaces in place of all code: fenced blocks, and spans in
// backticks that end on their line. As long, with the same lines.
std::string WithoutCode(absl::string_view text);

// A numbered item that begins at the left edge, without its number.
struct NumberedItem {
  size_t begin = 0;
  size_t end = 0;
  size_t line = 0;  // from 1
};
std::vector<NumberedItem> NumberedItems(absl::string_view text);

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_MARKDOWN_H_
