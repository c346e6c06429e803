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

}  // namespace klad::text

#endif  // KLAD_CRYPTO_TEXT_STEM_H_
