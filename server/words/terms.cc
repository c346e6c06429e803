#include "server/words/terms.h"

#include <algorithm>
#include <set>

#include "crypto/text/letters.h"
#include "crypto/text/word_spans.h"
#include "server/words/folding.h"

namespace klad::words {
namespace {

constexpr size_t kMostLetters = 40;
constexpr size_t kMostBytes = 64 << 10;

std::string Cut(std::string word) {
  size_t end = 0;
  for (size_t i = 0; i < kMostLetters && end < word.size(); ++i) {
    text::NextLetter(word, &end);
  }
  word.resize(end);
  return word;
}

using Words = std::set<std::string>;

Words HeavyOf(const std::vector<Text>& texts) {
  Words heavy;
  for (const Text& each : texts) {
    if (each.weight == Weight::kLight) continue;
    for (std::string& word : FoldedWords(each.text)) {
      heavy.insert(std::move(word));
    }
    if (each.weight != Weight::kName) continue;
    std::string whole = FoldWord(FoldName(each.text));
    if (!whole.empty()) heavy.insert(std::move(whole));
  }
  return heavy;
}

Words LightOf(const std::vector<Text>& texts, const Words& heavy) {
  Words light;
  size_t bytes = 0;
  for (const Text& each : texts) {
    if (each.weight != Weight::kLight) continue;
    for (std::string& word : FoldedWords(each.text)) {
      if (heavy.count(word) > 0 || light.count(word) > 0) continue;
      bytes += word.size();
      if (bytes > kMostBytes) return light;
      light.insert(std::move(word));
    }
  }
  return light;
}

}  // namespace

std::string FoldWord(absl::string_view word) {
  std::string folded = FoldText(word);
  // Some signs fold to several: what is no letter of them does not count.
  const std::vector<text::Span> spans = text::WordSpans(folded);
  if (spans.size() == 1 && spans[0].Of(folded).size() == folded.size()) {
    return Cut(std::move(folded));
  }
  std::string letters;
  for (const text::Span& span : spans) {
    const absl::string_view part = span.Of(folded);
    letters.append(part.data(), part.size());
  }
  return Cut(std::move(letters));
}

std::vector<std::string> FoldedWords(absl::string_view text) {
  std::vector<std::string> words;
  for (const text::Span& span : text::WordSpans(text)) {
    std::string word = FoldWord(span.Of(text));
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

store::v1::Terms MakeTerms(const std::vector<Text>& texts) {
  const Words heavy = HeavyOf(texts);
  const Words light = LightOf(texts, heavy);
  store::v1::Terms terms;
  *terms.mutable_heavy() = {heavy.begin(), heavy.end()};
  *terms.mutable_light() = {light.begin(), light.end()};
  return terms;
}

bool SameTerms(const store::v1::Terms& a, const store::v1::Terms& b) {
  return std::equal(a.heavy().begin(), a.heavy().end(), b.heavy().begin(),
                    b.heavy().end()) &&
         std::equal(a.light().begin(), a.light().end(), b.light().begin(),
                    b.light().end());
}

}  // namespace klad::words
