// The words that a record is found by.
#ifndef KLAD_SERVER_WORDS_TERMS_H_
#define KLAD_SERVER_WORDS_TERMS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "klad/store/v1/terms.pb.h"

namespace klad::words {

// How much it says of a record that a word stands in a text of it.
enum class Weight {
  kName,  // heavy; and the whole is one word too
  kHeavy,
  kLight,
};

struct Text {
  absl::string_view text;
  Weight weight = Weight::kLight;
};

// FoldText of one word (text::WordSpans), cut to its first 40 letters.
std::string FoldWord(absl::string_view word);

// A name as one word, without the signs in it.
std::string WholeName(absl::string_view name);

// Without those that fold to nothing.
std::vector<std::string> FoldedWords(absl::string_view text);

// Light words beyond 64 KiB are left out, the first ones stay.
store::v1::Terms MakeTerms(const std::vector<Text>& texts);

bool SameTerms(const store::v1::Terms& a, const store::v1::Terms& b);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_TERMS_H_
