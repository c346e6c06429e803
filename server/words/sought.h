// A word of a query, and when a word of a text is like it.
#ifndef KLAD_SERVER_WORDS_SOUGHT_H_
#define KLAD_SERVER_WORDS_SOUGHT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::words {

// Better ones first.
enum class Likeness {
  kSame,
  kForm,    // one stem (text::StemOf)
  kBegins,  // the word of the text begins with the one that is sought
  kSlip,    // one slip apart (text::LettersApart), their digits alike
};

struct Sought {
  std::string word;  // folded
  std::string stem;
  std::string root;     // text::RootOf
  bool begins = false;  // may be the beginning of a word
  bool slips = false;   // may have a slip
};

// Of a folded word. The last of a query is still being typed.
Sought Seek(std::string folded, bool last);

// The words of a query, each once.
std::vector<Sought> SeekAll(absl::string_view query);

// Whether two folded words are one slip apart, and their digits alike.
bool OneSlipApart(absl::string_view a, absl::string_view b);

// The best likeness of a folded word to the one that is sought.
std::optional<Likeness> LikenessOf(const Sought& sought,
                                   absl::string_view word);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_SOUGHT_H_
