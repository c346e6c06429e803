// Passwords by chance: every one that the rules allow is equally likely.
#ifndef KLAD_CLIENT_GENERATE_H_
#define KLAD_CLIENT_GENERATE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::client {

struct Generated {
  Secret text;
  double bits = 0;  // log2 of how many there are
};

// Letters of both cases, digits, and symbols if wanted: at least one of each.
struct CharacterRules {
  static constexpr size_t kMinLength = 4;
  static constexpr size_t kMaxLength = 1024;

  size_t length = 20;
  bool symbols = true;
  bool ambiguous = true;  // with 0 O o 1 l I | and the quotes
};
Generated GenerateCharacters(const CharacterRules& rules);

struct WordRules {
  static constexpr size_t kMaxWords = 64;

  size_t words = 6;
  absl::string_view list;  // of word_list.h
  std::string separator = "-";
  bool capitals = false;  // each word begins with one
  bool digit = false;     // behind one of the words
};
Generated GenerateWords(const WordRules& rules);

}  // namespace klad::client

#endif  // KLAD_CLIENT_GENERATE_H_
