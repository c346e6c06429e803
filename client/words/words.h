// Sentences for people, in their language. English stands in the source and
// is the key to its translation: xgettext collects what Tr, Say, SayN and Mark
// are given, words/*.po translate it, gettext finds it.
//
//   return Error(ExitCode::kNotFound, Say("no safe named $0", name),
//                Tr("klad safe list shows the safes you may open"));
//
// Names that scripts rely on are not sentences: JSON keys, kinds, exit codes,
// commands and options are the same in every language.
//
// Only literals are taken, which the compiler checks. $0 to $9 are replaced as
// by absl::Substitute; $$ is a dollar sign.
#ifndef KLAD_CLIENT_WORDS_WORDS_H_
#define KLAD_CLIENT_WORDS_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"

namespace klad::client {

struct Literal {
  // NOLINTNEXTLINE(google-explicit-constructor): so that Tr("...") is enough.
  consteval Literal(const char* literal) : english(literal) {}
  const char* english;
};

// A sentence in a table, translated when it is shown. Made by Mark alone.
class Text {
 public:
  constexpr Text() = default;
  consteval explicit Text(Literal literal) : english_(literal.english) {}
  constexpr absl::string_view english() const { return english_; }
  constexpr bool empty() const { return *english_ == 0; }

 private:
  const char* english_ = "";
};
consteval Text Mark(Literal literal) { return Text(literal); }

// Lives as long as the process.
absl::string_view Tr(Literal text);
absl::string_view Tr(Text text);
// By the language's rule for n: one file, two files, пять файлов.
absl::string_view TrN(Literal one, Literal many, uint64_t n);

template <typename... Values>
std::string Say(Literal format, const Values&... values) {
  return absl::Substitute(Tr(format), values...);
}
template <typename... Values>
std::string SayN(Literal one, Literal many, uint64_t n,
                 const Values&... values) {
  return absl::Substitute(TrN(one, many, n), values...);
}

// Sets the language of this process, "ru" or "ru_RU.UTF-8:en"; one without a
// translation, and "", leave English. Translations lie in ../share/locale
// beside the program's folder. Before other threads start.
void Speak(const std::string& languages);

}  // namespace klad::client

#endif  // KLAD_CLIENT_WORDS_WORDS_H_
