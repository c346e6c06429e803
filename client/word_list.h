// Words to make passphrases of, written for Klad: common nouns (English: other
// common words too) of 3 to 9 letters, Russian 4 to 8 and without Ё. None is
// one letter away from another, so that a slip of the pen is noticed.
#ifndef KLAD_CLIENT_WORD_LIST_H_
#define KLAD_CLIENT_WORD_LIST_H_

#include "absl/strings/string_view.h"

namespace klad::client {

// Separated by white space, in lower case.
absl::string_view EnglishWords();
absl::string_view RussianWords();

}  // namespace klad::client

#endif  // KLAD_CLIENT_WORD_LIST_H_
