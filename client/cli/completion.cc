#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/error.h"

namespace klad::cli {
namespace {

// What may follow "klad" and what may follow a group, as one case each.
std::map<std::string, std::vector<std::string>> NextWords(
    const std::vector<Command>& commands) {
  std::map<std::string, std::vector<std::string>> next;
  for (const Command& command : commands) {
    const std::vector<std::string> words = absl::StrSplit(command.path, ' ');
    std::vector<std::string>& first = next[""];
    if (first.empty() || first.back() != words[0]) first.push_back(words[0]);
    if (words.size() == 2) next[words[0]].push_back(words[1]);
  }
  return next;
}

std::string OptionWords(const std::vector<Option>& options) {
  return absl::StrJoin(options, " ", [](std::string* out, const Option& row) {
    absl::StrAppend(out, "--", row.name);
  });
}

std::string Cases(const std::vector<Command>& commands) {
  std::string text;
  for (const auto& [group, words] : NextWords(commands)) {
    absl::StrAppend(&text, "    \"", group, "\") words=\"",
                    absl::StrJoin(words, " "), "\" ;;\n");
  }
  for (const Command& command : commands) {
    absl::StrAppend(&text, "    \"", command.path, " -\") words=\"",
                    OptionWords(command.options), " ",
                    OptionWords(GlobalOptions()), "\" ;;\n");
  }
  return text;
}

std::string BashCompletion(const std::vector<Command>& commands) {
  return absl::StrCat(
      "# klad completion for bash: source <(klad completion bash)\n"
      "_klad() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} words= path=\n"
      "  local before=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
      "  path=\"${before[*]:0:2}\"\n"
      "  _klad_words \"$path\" \"$current\"\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}\n"
      "_klad_words() {\n"
      "  local key=$1\n"
      "  case $2 in -*) key=\"$1 -\" ;; esac\n"
      "  case $key in\n",
      Cases(commands),
      "    *\" -\") words= ; [ \"$1\" != \"${1% *}\" ] && "
      "_klad_words \"${1% *}\" \"$2\" ;;\n"
      "  esac\n"
      "}\n"
      "complete -o default -F _klad klad\n");
}

// zsh runs bash's completion functions.
std::string ZshCompletion(const std::vector<Command>& commands) {
  return absl::StrCat(
      "# klad completion for zsh: source <(klad completion zsh)\n"
      "autoload -U +X compinit && compinit\n"
      "autoload -U +X bashcompinit && bashcompinit\n",
      BashCompletion(commands));
}

absl::StatusOr<Result> Completion(Context& context) {
  const std::string& shell = context.Get("SHELL");
  if (shell == "bash") return Result::Text(BashCompletion(context.commands()));
  if (shell == "zsh") return Result::Text(ZshCompletion(context.commands()));
  return client::Error(client::ExitCode::kUsage,
                       Say("no completion for \"$0\"", shell),
                       Tr("klad completion bash, or klad completion zsh"));
}

}  // namespace

std::vector<Command> CompletionCommands() {
  return {{.path = "completion",
           .summary = Mark("print the completion script of a shell"),
           .help = Mark(
               "Example, in ~/.bashrc:\n  source <(klad completion bash)\n"),
           .arguments = {{"SHELL", Mark("bash or zsh")}},
           .handler = Completion}};
}

}  // namespace klad::cli
