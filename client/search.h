// Finding credentials by words that stand anywhere in their overviews.
#ifndef KLAD_CLIENT_SEARCH_H_
#define KLAD_CLIENT_SEARCH_H_

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// Better ones first.
enum class Rank { kTitle, kTitleBegins, kInTitle, kElsewhere };

struct Hit {
  Rank rank = Rank::kElsewhere;
  // Where the words stand that the title does not have: "user_name",
  // "addresses", "tags", "email", "phone", "owner", or a free field's name.
  std::vector<std::string> found_in;
};

// Case, width and Ё do not matter (client/title.h), and neither do the signs
// in a phone number.
class Search {
 public:
  // Words, or several in one text.
  explicit Search(const std::vector<std::string>& words);

  // No hit unless every word stands somewhere.
  absl::optional<Hit> Find(const trust::v1::Overview& overview) const;

 private:
  struct Word {
    std::string folded;
    std::string digits;  // of a phone number, or none
  };
  absl::optional<std::string> FieldWith(
      const Word& word, const trust::v1::Overview& overview) const;

  std::string whole_;
  std::vector<Word> words_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_SEARCH_H_
