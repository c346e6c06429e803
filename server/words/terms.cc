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
  if (word.size() <= kMostLetters) return word;
  size_t end = 0;
  for (size_t i = 0; i < kMostLetters && end < word.size(); ++i) {
    text::NextLetter(word, &end);
  }
  word.resize(end);
  return word;
}

// Without what does not stand in words.
std::string OnlyWords(absl::string_view text) {
  std::string words;
  for (const text::Span& span : text::WordSpans(text)) {
    const absl::string_view word = span.Of(text);
    words.append(word.data(), word.size());
  }
  return words;
}

using Words = std::set<std::string>;

Words HeavyOf(const std::vector<Text>& texts) {
  Words heavy;
  for (const Text& each : texts) {
    if (each.weight == Weight::kLight) continue;
    for (std::string& word : FoldedWords(each.text)) {
      heavy.insert(std::move(word));
    }
  }
  return heavy;
}

Words NamesOf(const std::vector<Text>& texts) {
  Words names;
  for (const Text& each : texts) {
    if (each.weight != Weight::kName) continue;
    std::string whole = WholeName(each.text);
    if (!whole.empty()) names.insert(std::move(whole));
  }
  return names;
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
  // What folds to several signs, which may be no letters, becomes longer.
  return Cut(folded.size() == word.size() ? std::move(folded)
                                          : OnlyWords(folded));
}

std::string WholeName(absl::string_view name) {
  return Cut(OnlyWords(FoldName(name)));
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
  const Words names = NamesOf(texts);
  store::v1::Terms terms;
  *terms.mutable_heavy() = {heavy.begin(), heavy.end()};
  *terms.mutable_light() = {light.begin(), light.end()};
  *terms.mutable_names() = {names.begin(), names.end()};
  return terms;
}

bool SameTerms(const store::v1::Terms& a, const store::v1::Terms& b) {
  const auto same = [](const auto& x, const auto& y) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end());
  };
  return same(a.heavy(), b.heavy()) && same(a.light(), b.light()) &&
         same(a.names(), b.names());
}

}  // namespace klad::words
