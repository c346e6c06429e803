#include "server/words/line.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/words/folding.h"
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

// False when no word of the line is like any of these, but by a slip.
bool HasBeginning(const std::vector<Sought>& words, absl::string_view line) {
  const std::string folded = FoldText(line);
  return std::any_of(words.begin(), words.end(), [&](const Sought& word) {
    return absl::StrContains(folded, word.root);
  });
}

// Of long texts most lines are told at a glance; slips are looked for when
// nothing else is there.
template <typename Glance>
MatchedLine BestOf(const std::vector<Sought>& words,
                   const std::vector<std::string>& lines, Glance&& glance) {
  const std::string* best = nullptr;
  Matched matched;
  for (const std::string& line : lines) {
    if (!glance(line)) continue;
    Matched of_line = MatchLine(words, line);
    if (of_line.score <= matched.score) continue;
    best = &line;
    matched = std::move(of_line);
    if (matched.score == kWorst * static_cast<int>(words.size())) break;
  }
  return best == nullptr ? MatchedLine() : CutTo(*best, matched.spans);
}

}  // namespace

MatchedLine BestLine(const std::vector<Sought>& words,
                     const std::vector<std::string>& lines) {
  MatchedLine best = BestOf(words, lines, [&](absl::string_view line) {
    return HasBeginning(words, line);
  });
  if (best.line.empty()) {
    best = BestOf(words, lines, [](absl::string_view) { return true; });
  }
  if (!best.line.empty()) return best;
  const auto first =
      std::find_if(lines.begin(), lines.end(),
                   [](const std::string& line) { return !line.empty(); });
  return first == lines.end() ? MatchedLine() : CutTo(*first, {});
}

}  // namespace klad::words
