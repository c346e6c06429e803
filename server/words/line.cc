#include "server/words/line.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "server/words/terms.h"

namespace klad::words {
namespace {

constexpr size_t kMostShown = 300;
constexpr size_t kBefore = 60;  // bytes before the first match, if it is cut
constexpr absl::string_view kLeftOut = "…";
constexpr int kWorst = 4;

struct Matched {
  std::vector<text::Span> spans;
  int score = 0;  // over the words: better ones more
};

// Which of the words this one is like, and how well: 0 for none.
std::pair<size_t, int> ScoreOf(const std::vector<Sought>& words,
                               absl::string_view word) {
  std::pair<size_t, int> best;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::optional<Likeness> likeness = LikenessOf(words[i], word);
    if (!likeness.has_value()) continue;
    const int score = kWorst - static_cast<int>(*likeness);
    if (score > best.second) best = {i, score};
  }
  return best;
}

Matched MatchLine(const std::vector<Sought>& words, absl::string_view line) {
  Matched matched;
  std::vector<int> scores(words.size());
  for (const text::Span& span : text::WordSpans(line)) {
    const std::string word = FoldWord(span.Of(line));
    if (word.empty()) continue;
    const auto [like, score] = ScoreOf(words, word);
    if (score == 0) continue;
    matched.spans.push_back(span);
    scores[like] = std::max(scores[like], score);
  }
  for (const int score : scores) matched.score += score;
  return matched;
}

// The first byte of a letter at `at` or before.
size_t LetterAt(absl::string_view text, size_t at) {
  while (at > 0 && at < text.size() &&
         (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) {
    --at;
  }
  return std::min(at, text.size());
}

MatchedLine CutTo(absl::string_view line,
                  const std::vector<text::Span>& spans) {
  if (line.size() <= kMostShown) return {std::string(line), spans};
  const size_t room = kMostShown - 2 * kLeftOut.size();
  const size_t first = spans.empty() ? 0 : spans[0].begin;
  const size_t begin =
      first < room - kBefore ? 0 : LetterAt(line, first - kBefore);
  const size_t end = LetterAt(line, begin + room);
  const absl::string_view before = begin == 0 ? "" : kLeftOut;
  MatchedLine cut;
  cut.line = absl::StrCat(before, line.substr(begin, end - begin),
                          end == line.size() ? "" : kLeftOut);
  for (const text::Span& span : spans) {
    if (span.end > end) break;
    cut.matched.push_back(
        {span.begin - begin + before.size(), span.end - begin + before.size()});
  }
  return cut;
}

}  // namespace

MatchedLine BestLine(const std::vector<Sought>& words,
                     const std::vector<std::string>& lines) {
  const std::string* best = nullptr;
  Matched matched;
  for (const std::string& line : lines) {
    if (line.empty()) continue;
    Matched of_line = MatchLine(words, line);
    if (best != nullptr && of_line.score <= matched.score) continue;
    best = &line;
    matched = std::move(of_line);
  }
  return best == nullptr ? MatchedLine() : CutTo(*best, matched.spans);
}

}  // namespace klad::words
