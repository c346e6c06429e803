#include "server/words/sought.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "crypto/text/letters.h"
#include "crypto/text/stem.h"
#include "server/words/terms.h"

namespace klad::words {
namespace {

constexpr size_t kLeastBeginning = 3;  // letters
constexpr size_t kLeastSlip = 4;

std::string DigitsIn(absl::string_view word) {
  std::string digits;
  std::copy_if(word.begin(), word.end(), std::back_inserter(digits),
               absl::ascii_isdigit);
  return digits;
}

// False for most words that are further apart: a slip leaves what stands before
// and behind it, and takes two letters, of four bytes at most.
bool MayBeOneSlipApart(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 4) return false;
  const size_t before =
      std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
  const size_t behind =
      std::mismatch(a.rbegin(), a.rend(), b.rbegin()).first - a.rbegin();
  return before + behind + 8 >= a.size();
}

}  // namespace

Sought Seek(std::string folded, bool last) {
  Sought sought;
  const size_t letters = text::Letters(folded).size();
  sought.stem = text::StemOf(folded);
  sought.root = text::RootOf(folded, sought.stem);
  sought.begins = last || letters >= kLeastBeginning;
  sought.slips = letters >= kLeastSlip;
  sought.word = std::move(folded);
  return sought;
}

std::vector<Sought> SeekAll(absl::string_view query) {
  std::vector<std::string> words = FoldedWords(query);
  std::vector<Sought> all;
  for (size_t i = 0; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    const auto known = std::find_if(
        all.begin(), all.end(),
        [&](const Sought& sought) { return sought.word == words[i]; });
    if (known == all.end()) {
      all.push_back(Seek(std::move(words[i]), last));
    } else if (last) {
      known->begins = true;
    }
  }
  return all;
}

bool OneSlipApart(absl::string_view a, absl::string_view b) {
  return MayBeOneSlipApart(a, b) &&
         text::LettersApart(text::Letters(a), text::Letters(b), 1) == 1 &&
         DigitsIn(a) == DigitsIn(b);
}

std::optional<Likeness> LikenessOf(const Sought& sought,
                                   absl::string_view word) {
  if (word == sought.word) return Likeness::kSame;
  if (absl::StartsWith(word, sought.root) &&
      text::StemOf(word) == sought.stem) {
    return Likeness::kForm;
  }
  if (sought.begins && absl::StartsWith(word, sought.word)) {
    return Likeness::kBegins;
  }
  if (sought.slips && OneSlipApart(word, sought.word)) return Likeness::kSlip;
  return std::nullopt;
}

}  // namespace klad::words
