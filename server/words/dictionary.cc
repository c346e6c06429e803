#include "server/words/dictionary.h"

#include <algorithm>
#include <cstring>

#include "absl/hash/hash.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "crypto/text/letters.h"
#include "crypto/text/stem.h"
#include "server/words/sought.h"

namespace klad::words {
namespace {

constexpr size_t kBlock = 64 << 10;
constexpr int kHashBits = 32;

enum class KeyOf { kStem, kSlip };

uint32_t HashOf(KeyOf what, absl::string_view text) {
  return static_cast<uint32_t>(absl::HashOf(static_cast<int>(what), text) >>
                               kHashBits);
}

uint64_t KeyFor(uint32_t hash, Dictionary::Word word) {
  return uint64_t{hash} << kHashBits | word;
}

// Calls with the word, and with it without each of its letters; digits stay.
template <typename Call>
void ForEachCut(absl::string_view word, Call&& call) {
  call(word);
  std::string cut;
  for (size_t i = 0; i < word.size();) {
    const size_t start = i;
    text::NextLetter(word, &i);
    if (absl::ascii_isdigit(word[start])) continue;
    cut.assign(word.data(), start);
    cut.append(word.data() + i, word.size() - i);
    call(cut);
  }
}

}  // namespace

absl::string_view Dictionary::Keep(absl::string_view word) {
  if (blocks_.empty() || free_ < word.size()) {
    free_ = std::max(kBlock, word.size());
    blocks_.push_back(std::make_unique<char[]>(free_));
  }
  free_ -= word.size();
  char* const kept = blocks_.back().get() + free_;
  std::memcpy(kept, word.data(), word.size());
  return {kept, word.size()};
}

Dictionary::Word Dictionary::Add(absl::string_view word) {
  if (const auto known = numbers_.find(word); known != numbers_.end()) {
    return known->second;
  }
  const auto number = static_cast<Word>(words_.size());
  words_.push_back(Keep(word));
  numbers_.emplace(words_.back(), number);
  fresh_.push_back(number);
  return number;
}

void Dictionary::AddKeys(Word word, std::vector<uint64_t>* keys) const {
  keys->push_back(KeyFor(HashOf(KeyOf::kStem, text::StemOf(At(word))), word));
  ForEachCut(At(word), [&](absl::string_view cut) {
    keys->push_back(KeyFor(HashOf(KeyOf::kSlip, cut), word));
  });
}

void Dictionary::Settle() {
  std::sort(fresh_.begin(), fresh_.end(),
            [this](Word a, Word b) { return At(a) < At(b); });
  std::vector<uint64_t> keys;
  for (const Word word : fresh_) {
    sorted_.insert(sorted_.end(), {At(word), word});
    AddKeys(word, &keys);
  }
  std::sort(keys.begin(), keys.end());
  for (const uint64_t key : keys) keys_.insert(keys_.end(), key);
  fresh_.clear();
  fresh_.shrink_to_fit();
}

std::optional<Dictionary::Word> Dictionary::Find(absl::string_view word) const {
  const auto found = numbers_.find(word);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

void Dictionary::BeginningWith(absl::string_view beginning, Found found) const {
  for (auto it = sorted_.lower_bound(beginning);
       it != sorted_.end() && absl::StartsWith(it->first, beginning); ++it) {
    found(it->second);
  }
}

void Dictionary::WithHash(uint32_t hash, std::vector<Word>* words) const {
  for (auto it = keys_.lower_bound(KeyFor(hash, 0));
       it != keys_.end() && *it >> kHashBits == hash; ++it) {
    words->push_back(static_cast<Word>(*it));
  }
}

void Dictionary::WithStem(absl::string_view stem, Found found) const {
  std::vector<Word> words;
  WithHash(HashOf(KeyOf::kStem, stem), &words);
  for (const Word word : words) {
    if (text::StemOf(At(word)) == stem) found(word);
  }
}

void Dictionary::OneSlipFrom(absl::string_view word, Found found) const {
  std::vector<Word> near;
  ForEachCut(word, [&](absl::string_view cut) {
    WithHash(HashOf(KeyOf::kSlip, cut), &near);
  });
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  for (const Word each : near) {
    if (OneSlipApart(At(each), word)) found(each);
  }
}

}  // namespace klad::words
