// What the forms of one word have in common.
#ifndef KLAD_CRYPTO_TEXT_STEM_H_
#define KLAD_CRYPTO_TEXT_STEM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace klad::text {

// The stem of a folded word by Snowball's algorithms
// (https://snowballstem.org): "russian" for Cyrillic words, where Ё must be Е
// already, "english" for Latin ones. A word of anything else, or with a digit,
// is its own stem. Stems are for comparing, not for people. Thread-safe.
std::string StemOf(absl::string_view folded);

// What the forms of a word with this stem begin with, but for a few odd ones
// (sky, skies): to tell at once what is no form of it.
std::string RootOf(absl::string_view word, absl::string_view stem);

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_STEM_H_
