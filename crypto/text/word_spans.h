// Where the words of a text stand.
#ifndef KLAD_CRYPTO_TEXT_WORD_SPANS_H_
#define KLAD_CRYPTO_TEXT_WORD_SPANS_H_

#include <cstddef>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::text {

// Bytes from `begin` to before `end`.
struct Span {
  size_t begin = 0;
  size_t end = 0;

  absl::string_view Of(absl::string_view text) const {
    return text.substr(begin, end - begin);
  }
};

// A word is as many letters, digits, their marks and signs that are not seen
// as stand together: "от-чёт" is two, "q3" is one.
std::vector<Span> WordSpans(absl::string_view text);

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_WORD_SPANS_H_
