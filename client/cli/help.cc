#include "client/cli/help.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/printable.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

constexpr int kHelpColumns = 79;

using Lines = std::vector<std::pair<std::string, absl::string_view>>;

std::string Aligned(absl::string_view title, const Lines& lines) {
  if (lines.empty()) return "";
  size_t width = 0;
  for (const auto& [left, right] : lines) width = std::max(width, left.size());
  std::string text = absl::StrCat(title, ":\n");
  for (const auto& [left, right] : lines) {
    absl::StrAppendFormat(&text, "  %-*s  %s\n", static_cast<int>(width), left,
                          right);
  }
  return text;
}

template <typename Row>
std::string Section(absl::string_view title, const std::vector<Row>& rows) {
  Lines lines;
  for (const Row& row : rows) lines.emplace_back(Shown(row), Tr(row.help));
  return Aligned(title, lines);
}

std::string ListOf(absl::string_view title,
                   const std::vector<const Command*>& commands) {
  Lines lines;
  for (const Command* command : commands) {
    lines.emplace_back(command->path, Tr(command->summary));
  }
  return Aligned(title, lines);
}

std::vector<const Command*> Group(const std::vector<Command>& commands,
                                  absl::string_view name) {
  std::vector<const Command*> group;
  for (const Command& command : commands) {
    if (absl::StartsWith(command.path, absl::StrCat(name, " "))) {
      group.push_back(&command);
    }
  }
  return group;
}

absl::StatusOr<Result> Help(Context& context) {
  ASSIGN_OR_RETURN(std::string text,
                   HelpFor(context.commands(), context.All("COMMAND")));
  return Result::Text(std::move(text));
}

}  // namespace

std::string Shown(const Argument& argument) {
  switch (argument.arity) {
    case Arity::kOne:
      return std::string(argument.name);
    case Arity::kOptional:
      return absl::StrCat("[", argument.name, "]");
    case Arity::kMany:
      return absl::StrCat("[", argument.name, "...]");
  }
  return "";
}

std::string Shown(const Option& option) {
  const std::string letter =
      option.letter == 0
          ? ""
          : absl::StrCat("-", std::string(1, option.letter), ", ");
  return absl::StrCat(letter, "--", option.name,
                      option.value.empty() ? "" : " ", option.value);
}

std::string UsageOf(const Command& command) {
  std::string usage = absl::StrCat("klad ", command.path);
  for (const Argument& argument : command.arguments) {
    absl::StrAppend(&usage, " ", Shown(argument));
  }
  if (command.options.empty()) return usage;
  return absl::StrCat(usage, " [", Tr("options"), "]");
}

absl::string_view ExitCodesText() {
  return Tr(
      "  0 ok   1 unexpected   2 usage   3 aborted   4 not unlocked, not a "
      "member\n"
      "  5 denied   6 not found   7 conflict   8 unavailable\n"
      "  9 what was received failed verification\n");
}

std::string HelpForAll(const std::vector<Command>& commands) {
  std::vector<const Command*> all;
  for (const Command& command : commands) {
    if (!command.hidden) all.push_back(&command);
  }
  return absl::StrCat(
      Tr("klad: the one place where a department keeps what it must not lose"),
      "\n\n", Tr("usage: klad COMMAND [arguments] [options]"), "\n\n",
      ListOf(Tr("commands"), all), "\n",
      Section(Tr("options of every command"), GlobalOptions()), "\n",
      Tr("exit codes"), ":\n", ExitCodesText(), "\n",
      Tr("klad help COMMAND says more about one."), "\n");
}

std::string HelpForCommand(const Command& command) {
  std::string text =
      absl::StrCat(UsageOf(command), "\n\n", Tr(command.summary), "\n");
  for (const std::string& section :
       {Section(Tr("arguments"), command.arguments),
        Section(Tr("options"), command.options),
        WrapToWidth(Tr(command.help), kHelpColumns)}) {
    if (!section.empty()) absl::StrAppend(&text, "\n", section);
  }
  if (text.back() != '\n') text += '\n';
  return absl::StrCat(text, "\n", Tr("Options of every command: klad --help"),
                      "\n");
}

absl::StatusOr<std::string> HelpFor(const std::vector<Command>& commands,
                                    const std::vector<std::string>& words) {
  if (words.empty()) return HelpForAll(commands);
  const std::string path = absl::StrJoin(words, " ");
  std::vector<std::string> paths;
  for (const Command& command : commands) {
    if (command.path == path) return HelpForCommand(command);
    paths.emplace_back(command.path);
  }
  const std::vector<const Command*> group = Group(commands, path);
  if (!group.empty()) return ListOf(absl::StrCat("klad ", path), group);
  const std::vector<std::string> near = client::NearTitles(path, paths, 1);
  return client::Error(
      client::ExitCode::kUsage, Say("no command \"klad $0\"", path),
      near.empty() ? std::string(Tr("klad --help shows all commands"))
                   : Say("did you mean klad $0?", near[0]));
}

std::vector<Command> HelpCommands() {
  return {{.path = "help",
           .summary = Mark("explain a command"),
           .help = Mark("Example:\n  klad help safe create\n"),
           .arguments = {{"COMMAND", Mark("a command or a group; none: all"),
                          Arity::kMany}},
           .handler = Help}};
}

}  // namespace klad::cli
