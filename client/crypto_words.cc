#include "client/crypto_words.h"

#include <vector>

#include "absl/strings/substitute.h"
#include "absl/types/span.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

// Longer ones before those that they begin like.
constexpr Text kSentences[] = {
    Mark("$0: at most $1 bytes together"),
    Mark("$0: at most $1 bytes"),
    Mark("$0: at most $1"),
    Mark("$0: not valid UTF-8"),
    Mark("title: give it one"),
    Mark("time: not before 1970"),
    Mark("file name: not one"),
    Mark("attachments: a name stands twice"),
    Mark("this is not a whole recovery kit code: $0; type it again from the "
         "paper"),
    Mark("the code is cut short or mistyped; copy the whole line again"),
    Mark("this is $0; take the line that $1, which begins with $2"),
    Mark("a passphrase takes $0 MiB of memory, which this machine does not "
         "give now; close something and try again"),
    Mark("needs a newer klad"),
};

// What stands in the gaps.
constexpr Text kWords[] = {
    Mark("title"),
    Mark("user name"),
    Mark("e-mail"),
    Mark("phone"),
    Mark("owner"),
    Mark("address"),
    Mark("addresses"),
    Mark("tag"),
    Mark("tags"),
    Mark("fields"),
    Mark("field name"),
    Mark("field value"),
    Mark("password"),
    Mark("one-time code"),
    Mark("note"),
    Mark("recovery codes"),
    Mark("key"),
    Mark("hidden fields"),
    Mark("overview"),
    Mark("secret"),
    Mark("attachment"),
    Mark("attachments"),
    Mark("file name"),
    Mark("symbol $0 is not one that codes are made of"),
    Mark("there are $0 symbols instead of $1"),
    Mark("some symbol is another"),
    Mark("not a code of klad"),
    Mark("the code of a recovery kit"),
    Mark("a door line, for klad found, recover or renew"),
    Mark("an invitation, for klad join"),
    Mark("the line of a second machine, for klad identity take"),
    Mark("kladd printed"),
    Mark("klad person invite printed"),
    Mark("klad identity move printed"),
};

// What stands for $0, $1 and $2, in their order; false when it is another
// sentence.
bool Matches(absl::string_view pattern, absl::string_view sentence,
             std::vector<std::string>* gaps) {
  while (!pattern.empty()) {
    const size_t gap = pattern.find('$');
    const absl::string_view fixed = pattern.substr(0, gap);
    if (sentence.substr(0, fixed.size()) != fixed) return false;
    sentence.remove_prefix(fixed.size());
    if (gap == absl::string_view::npos) return sentence.empty();
    pattern.remove_prefix(gap + 2);
    const absl::string_view behind = pattern.substr(0, pattern.find('$'));
    const size_t end = behind.empty() ? sentence.size() : sentence.find(behind);
    if (end == absl::string_view::npos) return false;
    gaps->emplace_back(sentence.substr(0, end));
    sentence.remove_prefix(end);
  }
  return sentence.empty();
}

// By a table; `gap` says what becomes of what stands in a gap.
template <typename Gap>
std::string By(absl::Span<const Text> table, absl::string_view sentence,
               Gap gap) {
  for (const Text& known : table) {
    std::vector<std::string> gaps;
    if (!Matches(known.english(), sentence, &gaps)) continue;
    for (std::string& text : gaps) text = gap(text);
    gaps.resize(3);
    return absl::Substitute(Tr(known), gaps[0], gaps[1], gaps[2]);
  }
  return std::string(sentence);
}

}  // namespace

std::string Translated(absl::string_view sentence) {
  const auto as_it_is = [](const std::string& text) { return text; };
  return By(kSentences, sentence, [&](const std::string& word) {
    return By(kWords, word, as_it_is);
  });
}

absl::Status Translated(const absl::Status& status) {
  if (status.ok() || IsSpoken(status)) return status;
  return {status.code(), Translated(status.message())};
}

}  // namespace klad::client
