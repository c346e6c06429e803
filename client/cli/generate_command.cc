// generate: a password by chance.
#include <cmath>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/error.h"
#include "client/generate.h"
#include "client/word_list.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::CharacterRules;
using client::Error;
using client::ExitCode;
using client::Generated;
using client::WordRules;

constexpr size_t kMaxSeparator = 16;

// An option that belongs to the other way of making a password.
absl::Status Refuse(const Context& context,
                    const std::vector<absl::string_view>& options,
                    absl::string_view hint) {
  for (const absl::string_view option : options) {
    if (!context.Has(option)) continue;
    return Error(ExitCode::kUsage,
                 Say("--$0 does not go with the other options", option), hint);
  }
  return absl::OkStatus();
}

absl::StatusOr<Generated> Characters(const Context& context) {
  RETURN_IF_ERROR(Refuse(context,
                         {"language", "separator", "capitals", "digit"},
                         Tr("it is for words: give --words N too")));
  CharacterRules rules;
  if (context.Has("length")) {
    ASSIGN_OR_RETURN(rules.length,
                     context.Number("length", CharacterRules::kMinLength,
                                    CharacterRules::kMaxLength));
  }
  rules.symbols = !context.Has("no-symbols");
  rules.ambiguous = !context.Has("no-ambiguous");
  return GenerateCharacters(rules);
}

absl::StatusOr<absl::string_view> ListOf(const Context& context) {
  const std::string& language = context.Get("language");
  if (language.empty() || language == "en") return client::EnglishWords();
  if (language == "ru") return client::RussianWords();
  return Error(ExitCode::kUsage, Say("there are no words in $0", language),
               Tr("--language en or --language ru"));
}

absl::StatusOr<Generated> Words(const Context& context) {
  RETURN_IF_ERROR(Refuse(context, {"length", "no-symbols", "no-ambiguous"},
                         Tr("it is for characters: leave --words out")));
  WordRules rules;
  ASSIGN_OR_RETURN(rules.words,
                   context.Number("words", 1, WordRules::kMaxWords));
  ASSIGN_OR_RETURN(rules.list, ListOf(context));
  if (context.Has("separator")) rules.separator = context.Get("separator");
  if (rules.separator.empty() || rules.separator.size() > kMaxSeparator) {
    return Error(ExitCode::kUsage,
                 Say("a separator has 1 to $0 bytes", kMaxSeparator),
                 Tr("without one, two words may read as another"));
  }
  rules.capitals = context.Has("capitals");
  rules.digit = context.Has("digit");
  return GenerateWords(rules);
}

absl::StatusOr<Result> Generate(Context& context) {
  ASSIGN_OR_RETURN(Generated made,
                   context.Has("words") ? Words(context) : Characters(context));
  const auto bits = static_cast<int64_t>(std::floor(made.bits));
  Result result = Result::Single("password", std::move(made.text));
  result.single.push_back({"bits", bits});
  result.messages.push_back(
      SayN("$0 bit of entropy", "$0 bits of entropy", bits, bits));
  return result;
}

}  // namespace

std::vector<Command> GenerateCommands() {
  return {
      {.path = "generate",
       .summary = Mark("make a password by chance"),
       .help = Mark(
           "Characters unless --words is given: letters of both cases, digits "
           "and symbols, at least one of each. Every password that the "
           "options allow is equally likely; how many bits that is stands on "
           "standard error. Many services take no Cyrillic letters, so words "
           "are English unless asked for. It is stored nowhere: klad "
           "credential new and edit have --generate.\n\nExample:\n  klad "
           "generate\n  klad generate --words 6 --language ru\n  klad "
           "generate --no-symbols | klad credential edit ads/vk "
           "--password-from -"),
       .options = {{"length", 0, "N", Mark("characters, 4 to 1024; usual: 20")},
                   {"no-symbols", 0, "", Mark("only letters and digits")},
                   {"no-ambiguous", 0, "",
                    Mark("without what looks alike: 0 O o, 1 l I |, quotes")},
                   {"words", 0, "N", Mark("so many words instead")},
                   {"language", 0, "LANGUAGE", Mark("of the words: en or ru")},
                   {"separator", 0, "TEXT", Mark("between words; usual: -")},
                   {"capitals", 0, "", Mark("each word begins with one")},
                   {"digit", 0, "", Mark("a digit behind one of the words")}},
       .handler = Generate}};
}

}  // namespace klad::cli
