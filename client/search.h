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
  // What stands in the first of those.
  std::string line;
};

// A word stands in a text as a part of it, or in another form
// (crypto/text/stem.h). Case, width and Ё do not matter (client/title.h), and
// neither do the signs in a phone number.
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
    std::string stem;
    std::string root;  // what all its forms begin with
  };
  struct Place {
    std::string field;
    std::string text;
  };
  static bool Stands(const Word& word, const std::string& folded);
  static bool Holds(const std::string& text, const Word& word);
  static absl::optional<Place> PlaceOf(const Word& word,
                                       const trust::v1::Overview& overview);

  std::string whole_;
  std::vector<Word> words_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_SEARCH_H_
