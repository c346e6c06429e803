// Values that are words of klad's, as tables say them in the person's language.
// JSON has them as they are.
#ifndef KLAD_CLIENT_CLI_CELL_WORDS_H_
#define KLAD_CLIENT_CLI_CELL_WORDS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace klad::cli {

// Of one column or field, by its key.
class CellWords {
 public:
  explicit CellWords(absl::string_view key);

  // Whether every value stays as it is.
  bool empty() const { return words_.empty(); }

  // What is no word of klad's stays; lives as long as this and the value.
  absl::string_view Of(absl::string_view value) const;

  std::vector<std::string> Of(const std::vector<std::string>& values) const;

 private:
  std::vector<std::pair<absl::string_view, std::string>> words_;
};

// One value in the person's language, for a sentence.
std::string WordFor(absl::string_view key, absl::string_view value);

// Whether `typed` is the value, or the word for it in a table; folded.
bool IsWordFor(absl::string_view key, absl::string_view value,
               absl::string_view typed);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_CELL_WORDS_H_
