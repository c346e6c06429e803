#include "client/cli/complete.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/kind.h"
#include "client/formats/format.h"
#include "client/title.h"
#include "crypto/roster/policy.h"

namespace klad::cli {
namespace {

using Words = std::vector<std::string>;

// What is known of the line before the cursor.
struct Line {
  const Command* command = nullptr;
  Words plain;                       // behind the command's own words
  const Option* awaiting = nullptr;  // an option whose value comes next
  bool archived = false;
  bool options_over = false;
};

const Option* FindOption(const Command* command, absl::string_view typed) {
  const auto matches = [typed](const Option& option) {
    return typed == absl::StrCat("--", option.name) ||
           (option.letter != 0 && typed.size() == 2 &&
            typed[1] == option.letter);
  };
  if (command != nullptr) {
    for (const Option& option : command->options) {
      if (matches(option)) return &option;
    }
  }
  for (const Option& option : GlobalOptions()) {
    if (matches(option)) return &option;
  }
  return nullptr;
}

// The longest command that the words name.
void TakeCommand(const std::vector<Command>& commands, Line* line) {
  for (const size_t count : {size_t{2}, size_t{1}}) {
    if (line->plain.size() < count) continue;
    const std::string path =
        absl::StrJoin(line->plain.begin(), line->plain.begin() + count, " ");
    for (const Command& command : commands) {
      if (command.path != path) continue;
      line->command = &command;
      line->plain.erase(line->plain.begin(), line->plain.begin() + count);
      return;
    }
  }
}

Line Read(const std::vector<Command>& commands, const Words& before) {
  Line line;
  const auto plain = [](const std::string& word) {
    return !absl::StartsWith(word, "-");
  };
  std::copy_if(before.begin(), before.end(), std::back_inserter(line.plain),
               plain);
  TakeCommand(commands, &line);
  const Command* command = line.command;
  const size_t path_words =
      command == nullptr
          ? 0
          : std::count(command->path.begin(), command->path.end(), ' ') + 1;
  line.plain.clear();
  for (const std::string& word : before) {
    if (line.awaiting != nullptr) {
      line.awaiting = nullptr;
    } else if (line.options_over || plain(word)) {
      line.plain.push_back(word);
    } else if (word == "--") {
      line.options_over = true;
    } else if (const Option* option = FindOption(command, word)) {
      if (!option->value.empty()) line.awaiting = option;
      if (option->name == "archived") line.archived = true;
    }
  }
  line.plain.erase(
      line.plain.begin(),
      line.plain.begin() + std::min(path_words, line.plain.size()));
  return line;
}

Words OptionNames(const Command* command) {
  Words names;
  for (const Option& option : GlobalOptions()) {
    names.push_back(absl::StrCat("--", option.name));
  }
  if (command == nullptr) return names;
  for (const Option& option : command->options) {
    names.push_back(absl::StrCat("--", option.name));
  }
  return names;
}

// The next words of commands that begin with the plain ones.
Words NextWords(const std::vector<Command>& commands, const Words& plain) {
  Words next;
  for (const Command& command : commands) {
    const Words path = absl::StrSplit(command.path, ' ');
    if (command.hidden || path.size() <= plain.size() ||
        !std::equal(plain.begin(), plain.end(), path.begin())) {
      continue;
    }
    next.push_back(path[plain.size()]);
  }
  return next;
}

Words References(const std::string& current, bool archived, Names& names) {
  Words all;
  const size_t slash = current.find('/');
  if (slash == std::string::npos) {
    for (const std::string& safe : names.Safes()) {
      all.push_back(absl::StrCat(safe, "/"));
    }
    return all;
  }
  const std::string safe = current.substr(0, slash);
  for (const std::string& title : names.Titles(safe, archived)) {
    all.push_back(absl::StrCat(safe, "/", title));
  }
  return all;
}

Words FormatNames() {
  Words names;
  for (const client::Format& format : client::Formats()) {
    names.emplace_back(format.name);
  }
  return names;
}

Words PolicyWordNames() {
  Words words;
  for (const auto& word : crypto::roster::PolicyWords()) {
    words.emplace_back(word.word);
  }
  return words;
}

// By what help calls the argument or the option's value.
Words ValuesOf(absl::string_view what, const std::vector<Command>& commands,
               const Line& line, const std::string& current, Names& names) {
  if (what == "SAFE/TITLE") {
    const bool archived =
        line.archived || (line.command != nullptr &&
                          line.command->path == "credential unarchive");
    return References(current, archived, names);
  }
  const bool is_safe =
      what == "SAFE" || (what == "NAME" && line.command != nullptr &&
                         absl::StartsWith(line.command->path, "safe re"));
  if (is_safe) return names.Safes();
  if (what == "LOGIN") return names.Logins();
  if (what == "ROLE") return names.Roles();
  if (what == "LINK") return names.Links();
  const bool playbooks = line.command != nullptr &&
                         absl::StartsWith(line.command->path, "playbook ");
  if (what == "CATEGORY") {
    return playbooks ? names.PlaybookCategories() : names.LinkCategories();
  }
  if (what == "PLAYBOOK") return names.Playbooks();
  if (what == "STATE" && playbooks) {
    return {"adopted", "draft", "in-review", "retired"};
  }
  if (what == "POLICY") return PolicyWordNames();
  if (what == "KIND") return absl::StrSplit(KindNames(), ", ");
  if (what == "FIND-KIND") {
    Words kinds = {"credential", "link", "playbook"};
    for (const absl::string_view kind : absl::StrSplit(KindNames(), ", ")) {
      kinds.emplace_back(kind);
    }
    return kinds;
  }
  if (what == "FORMAT") return FormatNames();
  if (what == "LANGUAGE") return {"en", "ru"};
  if (what == "FORM") return {"json", "table"};
  if (what == "LINK-FORM") return {"bookmarks", "csv", "golink", "page"};
  if (what == "SHELL") return {"bash", "zsh"};
  if (what == "FIELD") {
    return {"title", "user_name", "url",      "email",         "phone",
            "owner", "tags",      "password", "code",          "seed",
            "note",  "key",       "kind",     "recovery_codes"};
  }
  if (what == "COMMAND") return NextWords(commands, line.plain);
  return {};
}

Words Candidates(const std::vector<Command>& commands, const Line& line,
                 const std::string& current, Names& names) {
  if (line.awaiting != nullptr) {
    return ValuesOf(line.awaiting->value, commands, line, current, names);
  }
  if (!line.options_over && absl::StartsWith(current, "-")) {
    return OptionNames(line.command);
  }
  if (line.command == nullptr) return NextWords(commands, line.plain);
  const auto& arguments = line.command->arguments;
  if (arguments.empty()) return {};
  const size_t at = std::min(line.plain.size(), arguments.size() - 1);
  if (at < line.plain.size() && arguments[at].arity != Arity::kMany) return {};
  return ValuesOf(arguments[at].name, commands, line, current, names);
}

Words Beginning(const Words& all, const std::string& current) {
  Words exact;
  Words folded;
  const std::string wanted = client::FoldTitle(current);
  for (const std::string& candidate : all) {
    if (absl::StartsWith(candidate, current)) exact.push_back(candidate);
    if (absl::StartsWith(client::FoldTitle(candidate), wanted)) {
      folded.push_back(candidate);
    }
  }
  return exact.empty() ? folded : exact;
}

}  // namespace

Words Complete(const std::vector<Command>& commands, const Words& before,
               const std::string& current, Names& names) {
  const Line line = Read(commands, before);
  Words found = Beginning(Candidates(commands, line, current, names), current);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

ShellLine SplitShellLine(absl::string_view line, absl::string_view breaks) {
  ShellLine split;
  char quote = 0;
  size_t quoted_from = 0;
  bool begun = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool escapes = c == '\\' && quote != '\'';
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
      quoted_from = split.current.size();
      begun = true;
    } else if (escapes && i + 1 < line.size()) {
      split.current += line[++i];
      begun = true;
    } else if (quote == 0 && (c == ' ' || c == '\t')) {
      if (begun) split.before.push_back(std::exchange(split.current, ""));
      split.fixed.clear();
      begun = false;
    } else if (!escapes) {
      // Of these signs readline takes @ into the word that it completes.
      if (c == '@' && quote == 0 && absl::StrContains(breaks, c)) {
        split.fixed = split.current;
      }
      split.current += c;
      begun = true;
      if (c != '@' && quote == 0 && absl::StrContains(breaks, c)) {
        split.fixed = split.current;
      }
    }
  }
  split.quote = quote;
  if (quote != 0) split.fixed = split.current.substr(0, quoted_from);
  return split;
}

std::string ShellQuoted(absl::string_view word) {
  std::string quoted;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || absl::ascii_isalnum(byte) ||
                       absl::StrContains("_-./,:=@%+", c);
    if (!plain) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

}  // namespace klad::cli
