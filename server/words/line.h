// The line of a record that shows why it was found.
#ifndef KLAD_SERVER_WORDS_LINE_H_
#define KLAD_SERVER_WORDS_LINE_H_

#include <string>
#include <vector>

#include "crypto/text/word_spans.h"
#include "server/words/sought.h"

namespace klad::words {

struct MatchedLine {
  std::string line;
  std::vector<text::Span> matched;  // of the line, from left to right
};

// Of the lines the first with most of the words and best likenesses; one in
// which they stand but for a slip comes behind those without. The first that is
// not empty when they stand in none. Cut to 300 bytes around the first match,
// with … for what is left out.
MatchedLine BestLine(const std::vector<Sought>& words,
                     const std::vector<std::string>& lines);

}  // namespace klad::words

#endif  // KLAD_SERVER_WORDS_LINE_H_
