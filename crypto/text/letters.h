// How text that people write is taken apart and compared, for client and server
// alike.
#ifndef KLAD_CRYPTO_TEXT_LETTERS_H_
#define KLAD_CRYPTO_TEXT_LETTERS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace klad::text {

// The code point at `*i`, which moves behind it; negative for a bad byte.
int32_t NextLetter(absl::string_view text, size_t* i);

// NFKC and full case folding (UTS #46's NFKC_Casefold): no case, no width, and
// none of what is not seen.
std::string CaseFold(absl::string_view text);

// The same of the ASCII or Russian letter or usual sign at the front of the
// text, which is taken away from it, without the Unicode tables. False, and
// nothing is done, for any other: what follows a letter may change it.
bool FoldSimpleLetter(absl::string_view* text, std::string* folded);

// The code points of a text, at most the first 100: what two are compared by.
std::u32string Letters(absl::string_view text);

// How many letters apart: one more, one less, another, or two neighbours
// swapped (optimal string alignment); `limit` + 1 for more than `limit`.
size_t LettersApart(const std::u32string& a, const std::u32string& b,
                    size_t limit);

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_LETTERS_H_
