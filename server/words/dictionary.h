// All distinct words of an index, found by what is like them.
#ifndef KLAD_SERVER_WORDS_DICTIONARY_H_
#define KLAD_SERVER_WORDS_DICTIONARY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace klad::words {

// Words are folded and numbered from 0, for good. Looking up never walks more
// words than it finds, but for hashes that are alike. Const methods may be
// called by several threads.
class Dictionary {
 public:
  using Word = uint32_t;
  using Found = absl::FunctionRef<void(Word)>;

  size_t size() const { return words_.size(); }
  absl::string_view At(Word word) const { return words_[word]; }

  // The word's number, a new one if there is none.
  Word Add(absl::string_view word);

  // Puts in order what was added. Until then only Find knows of it.
  void Settle();
  bool settled() const { return fresh_.empty(); }

  std::optional<Word> Find(absl::string_view word) const;
  // Itself among them.
  void BeginningWith(absl::string_view beginning, Found found) const;
  void WithStem(absl::string_view stem, Found found) const;
  // As OneSlipApart (sought.h) has it.
  void OneSlipFrom(absl::string_view word, Found found) const;

 private:
  absl::string_view Keep(absl::string_view word);
  void AddKeys(Word word, std::vector<uint64_t>* keys) const;
  // Whose keys have this hash.
  void WithHash(uint32_t hash, std::vector<Word>* words) const;

  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t free_ = 0;  // of the last block
  std::vector<absl::string_view> words_;
  absl::flat_hash_map<absl::string_view, Word> numbers_;
  absl::btree_map<absl::string_view, Word> sorted_;
  // A hash of the stem, of the word, or of the word without one letter (which
  // two words that are one slip apart have in common); and the word's number.
  absl::btree_set<uint64_t> keys_;
  std::vector<Word> fresh_;
};

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_DICTIONARY_H_
