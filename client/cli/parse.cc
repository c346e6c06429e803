#include "client/cli/parse.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;

absl::Status Usage(absl::string_view sentence, absl::string_view hint) {
  return client::Error(ExitCode::kUsage, sentence, hint);
}

std::string HelpHint(const Command* command) {
  if (command == nullptr) return Say("klad --help shows all commands");
  return Say("klad $0 --help shows how it is used", command->path);
}

class Parser {
 public:
  Parser(const std::vector<Command>& commands,
         const std::vector<std::string>& line)
      : commands_(commands), line_(line) {}

  absl::StatusOr<Arguments> Parse();

 private:
  absl::Status CheckUtf8() const;
  absl::Status FindCommand();
  absl::Status Unknown(absl::string_view path) const;
  const Option* FindOption(absl::string_view typed) const;
  absl::Status UnknownOption(absl::string_view typed) const;
  absl::Status TakeOption(absl::string_view word, size_t* i);
  absl::Status TakeWords();
  absl::Status Assign();

  bool Helping() const {
    return arguments_.values.contains("help") ||
           arguments_.values.contains("version");
  }

  const std::vector<Command>& commands_;
  const std::vector<std::string>& line_;
  Arguments arguments_;
  size_t path_words_ = 0;  // how many plain words name the command
  std::vector<std::string> plain_;
};

bool IsOption(absl::string_view word) {
  return word.size() > 1 && word[0] == '-';
}

const Option* Match(const std::vector<Option>& options,
                    absl::string_view typed) {
  for (const Option& option : options) {
    const bool is_long =
        absl::StartsWith(typed, "--") && typed.substr(2) == option.name;
    const bool is_short =
        typed.size() == 2 && option.letter != 0 && typed[1] == option.letter;
    if (is_long || is_short) return &option;
  }
  return nullptr;
}

// Words that may name a command: those before "--" that are neither options
// nor the value of a global one.
std::vector<std::string> LeadingWords(const std::vector<std::string>& line) {
  std::vector<std::string> words;
  for (size_t i = 0; i < line.size() && line[i] != "--"; ++i) {
    if (!IsOption(line[i])) {
      words.push_back(line[i]);
      if (words.size() == 2) break;
      continue;
    }
    const Option* option = Match(GlobalOptions(), line[i]);
    if (option != nullptr && !option->value.empty()) ++i;
  }
  return words;
}

absl::StatusOr<Arguments> Parser::Parse() {
  RETURN_IF_ERROR(CheckUtf8());
  RETURN_IF_ERROR(FindCommand());
  RETURN_IF_ERROR(TakeWords());
  RETURN_IF_ERROR(Assign());
  return std::move(arguments_);
}

absl::Status Parser::CheckUtf8() const {
  for (size_t i = 0; i < line_.size(); ++i) {
    if (client::IsUtf8(line_[i])) continue;
    return Usage(Say("word $0 of the command is not UTF-8", i + 1),
                 Tr("set the terminal and the locale to UTF-8"));
  }
  return absl::OkStatus();
}

absl::Status Parser::FindCommand() {
  const std::vector<std::string> words = LeadingWords(line_);
  for (const size_t count : {size_t{2}, size_t{1}}) {
    if (words.size() < count) continue;
    const std::string path =
        absl::StrJoin(words.begin(), words.begin() + count, " ");
    for (const Command& command : commands_) {
      if (command.path != path) continue;
      arguments_.command = &command;
      path_words_ = count;
      return absl::OkStatus();
    }
  }
  const auto wants_help = [](const std::string& word) {
    return word == "--help" || word == "-h" || word == "--version";
  };
  if (std::any_of(line_.begin(), line_.end(), wants_help)) {
    return absl::OkStatus();
  }
  if (words.empty()) {
    return Usage(Tr("no command given"), HelpHint(nullptr));
  }
  return Unknown(absl::StrJoin(
      words.begin(), words.begin() + std::min<size_t>(words.size(), 2), " "));
}

absl::Status Parser::Unknown(absl::string_view path) const {
  const std::vector<std::string> parts = absl::StrSplit(path, ' ');
  std::vector<std::string> in_group;
  std::vector<std::string> all;
  for (const Command& command : commands_) {
    if (command.hidden) continue;
    all.emplace_back(command.path);
    if (absl::StartsWith(command.path, absl::StrCat(parts[0], " "))) {
      in_group.emplace_back(command.path.substr(parts[0].size() + 1));
    }
  }
  if (!in_group.empty()) {
    const std::string what = parts.size() == 1
                                 ? Say("klad $0 needs one more word", path)
                                 : Say("no command \"klad $0\"", path);
    return Usage(what, Say("there is klad $0 $1", parts[0],
                           absl::StrJoin(in_group, "|")));
  }
  std::vector<std::string> near = client::NearTitles(path, all, 1);
  if (near.empty()) near = client::NearTitles(parts[0], all, 1);
  return Usage(
      Say("no command \"klad $0\"", parts[0]),
      near.empty() ? HelpHint(nullptr) : Say("did you mean klad $0?", near[0]));
}

const Option* Parser::FindOption(absl::string_view typed) const {
  if (arguments_.command != nullptr) {
    const Option* option = Match(arguments_.command->options, typed);
    if (option != nullptr) return option;
  }
  return Match(GlobalOptions(), typed);
}

absl::Status Parser::UnknownOption(absl::string_view typed) const {
  std::vector<std::string> names;
  for (const Option& option : GlobalOptions()) names.emplace_back(option.name);
  if (arguments_.command != nullptr) {
    for (const Option& option : arguments_.command->options) {
      names.emplace_back(option.name);
    }
  }
  const std::vector<std::string> near =
      client::NearTitles(absl::StripPrefix(typed, "--"), names, 1);
  return Usage(Say("no option $0", typed),
               near.empty() ? HelpHint(arguments_.command)
                            : Say("did you mean --$0?", near[0]));
}

absl::Status Parser::TakeOption(absl::string_view word, size_t* i) {
  const size_t equals =
      absl::StartsWith(word, "--") ? word.find('=') : absl::string_view::npos;
  const absl::string_view typed = word.substr(0, equals);
  const Option* option = FindOption(typed);
  if (option == nullptr) return UnknownOption(typed);

  std::string value;
  if (equals != absl::string_view::npos) {
    if (option->value.empty()) {
      return Usage(Say("$0 takes no value", typed),
                   HelpHint(arguments_.command));
    }
    value = std::string(word.substr(equals + 1));
  } else if (!option->value.empty()) {
    if (*i + 1 >= line_.size()) {
      return Usage(Say("$0 needs a value: $1", typed, option->value),
                   HelpHint(arguments_.command));
    }
    value = line_[++*i];
  }
  std::vector<std::string>& values =
      arguments_.values[std::string(option->name)];
  if (!values.empty() && !option->value.empty() && !option->repeated) {
    return Usage(Say("$0 was given twice", typed),
                 HelpHint(arguments_.command));
  }
  values.push_back(std::move(value));
  return absl::OkStatus();
}

absl::Status Parser::TakeWords() {
  bool options_over = false;
  for (size_t i = 0; i < line_.size(); ++i) {
    if (!options_over && line_[i] == "--") {
      options_over = true;
    } else if (!options_over && IsOption(line_[i])) {
      RETURN_IF_ERROR(TakeOption(line_[i], &i));
    } else {
      plain_.push_back(line_[i]);
    }
  }
  const auto output = arguments_.values.find("output");
  if (output == arguments_.values.end() || output->second[0] == "json" ||
      output->second[0] == "table") {
    return absl::OkStatus();
  }
  return Usage(Say("no output form \"$0\"", output->second[0]),
               Tr("-o json or -o table"));
}

absl::Status Parser::Assign() {
  if (Helping()) {
    if (arguments_.command == nullptr) arguments_.values[""] = plain_;
    return absl::OkStatus();
  }
  size_t next = path_words_;
  for (const Argument& argument : arguments_.command->arguments) {
    const size_t left = plain_.size() - next;
    if (argument.arity == Arity::kOne && left == 0) {
      return Usage(Say("$0 is missing", argument.name),
                   HelpHint(arguments_.command));
    }
    const size_t take =
        argument.arity == Arity::kMany ? left : std::min<size_t>(left, 1);
    if (take == 0) continue;
    arguments_.values[std::string(argument.name)] = std::vector<std::string>(
        plain_.begin() + next, plain_.begin() + next + take);
    next += take;
  }
  if (next == plain_.size()) return absl::OkStatus();
  return Usage(Say("\"$0\" is one word too many", plain_[next]),
               Tr("put a name with spaces in quotes"));
}

}  // namespace

absl::StatusOr<Arguments> Parse(const std::vector<Command>& commands,
                                const std::vector<std::string>& line) {
  return Parser(commands, line).Parse();
}

bool WantsJson(const std::vector<std::string>& line) {
  for (size_t i = 0; i < line.size() && line[i] != "--"; ++i) {
    if (line[i] == "--output=json") return true;
    if ((line[i] == "-o" || line[i] == "--output") && i + 1 < line.size() &&
        line[i + 1] == "json") {
      return true;
    }
  }
  return false;
}

}  // namespace klad::cli
