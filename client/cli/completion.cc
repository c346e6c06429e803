// completion, and what its scripts ask.
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "client/cli/commands.h"
#include "client/cli/complete.h"
#include "client/cli/context.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/remembered_names.h"
#include "client/title.h"
#include "client/vault.h"

namespace klad::cli {
namespace {

// Inside quotes readline quotes what it is told are file names. Outside them it
// would leave $ and ` to the shell, which then runs what a title says: there
// the candidates come quoted.
constexpr char kBash[] =
    R"(# klad completion for bash: source <(klad completion bash)
_klad() {
  local -a found
  mapfile -t found < <(klad complete-words bash \
    "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  COMPREPLY=("${found[@]:1}")
  ((${#COMPREPLY[@]})) || return
  [[ ${found[0]} == plain ]] || compopt -o filenames 2>/dev/null
  [[ ${COMPREPLY[0]} != */ ]] || compopt -o nospace 2>/dev/null
}
complete -o default -F _klad klad
)";

constexpr char kZsh[] = R"(#compdef klad
# klad completion for zsh: source <(klad completion zsh)
_klad() {
  local -a found
  found=("${(@f)$(klad complete-words zsh -- \
    "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  found=(${found:#})
  ((${#found})) || { _files; return }
  compadd -U -S '' -- ${(M)found:#*/}
  compadd -U -- ${found:#*/}
}
(($+functions[compdef])) || { autoload -U compinit && compinit }
compdef _klad klad
)";

// From what this machine has: no question, no call, nothing while locked.
class LocalNames : public Names {
 public:
  explicit LocalNames(Context& context) : context_(context) {}

  std::vector<std::string> Safes() override {
    std::vector<std::string> names;
    for (const client::SafeInfo& safe : Infos()) names.push_back(safe.name);
    return names;
  }

  std::vector<std::string> Titles(absl::string_view safe,
                                  bool archived) override {
    for (const client::SafeInfo& info : Infos()) {
      if (client::SameTitle(info.name, safe)) return TitlesIn(info, archived);
    }
    return {};
  }

  std::vector<std::string> Logins() override {
    std::vector<std::string> logins;
    if (!Open()) return logins;
    for (const auto& [login, id] : account_->roster().facts().logins) {
      if (account_->roster().FindMember(id)->state() !=
          crypto::roster::MemberState::kDeparted) {
        logins.push_back(login);
      }
    }
    return logins;
  }

  std::vector<std::string> Roles() override {
    std::vector<std::string> roles;
    if (!Open()) return roles;
    for (const auto& [name, role] : account_->roster().facts().roles) {
      if (!role.term.ended()) roles.push_back(name);
    }
    return roles;
  }

  std::vector<std::string> Links() override {
    return Remembered(client::kLinkNames, &client::RememberedName::name);
  }

  std::vector<std::string> LinkCategories() override {
    return Remembered(client::kLinkNames, &client::RememberedName::category);
  }

  std::vector<std::string> Playbooks() override {
    return Remembered(client::kPlaybookNames, &client::RememberedName::name);
  }

  std::vector<std::string> PlaybookCategories() override {
    return Remembered(client::kPlaybookNames,
                      &client::RememberedName::category);
  }

 private:
  using Part = std::string client::RememberedName::*;

  std::vector<std::string> Remembered(absl::string_view which, Part part) {
    if (!Open()) return {};
    std::vector<std::string> texts;
    for (const client::RememberedName& each : client::RememberedNames(
             *account_->state(), account_->identity(), which)) {
      if (!(each.*part).empty()) texts.push_back(each.*part);
    }
    return texts;
  }

  bool Open() {
    if (account_ != nullptr) return true;
    auto parts = PartsOf(context_);
    if (!parts.ok()) return false;
    parts->passphrase = nullptr;
    parts->offline = true;
    auto account = client::Account::Open(*std::move(parts));
    if (!account.ok()) return false;
    account_ = *std::move(account);
    vault_.emplace(account_.get());
    return true;
  }

  std::vector<client::SafeInfo> Infos() {
    if (!Open()) return {};
    auto safes = vault_->Safes();
    return safes.ok() ? *std::move(safes) : std::vector<client::SafeInfo>();
  }

  std::vector<std::string> TitlesIn(const client::SafeInfo& safe,
                                    bool archived) {
    const auto mirror = vault_->OpenSafe(safe.id);
    if (!mirror.ok()) return {};
    std::vector<std::string> titles;
    const auto read = (*mirror)->ForEach([&](const client::MirrorItem& item) {
      const trust::v1::Overview& overview = item.overview();
      if (item.deleted() || overview.archived() != archived) return;
      // One line a candidate.
      if (overview.title().find('\n') == std::string::npos) {
        titles.push_back(overview.title());
      }
    });
    return read.ok() ? titles : std::vector<std::string>();
  }

  Context& context_;
  std::unique_ptr<client::Account> account_;
  absl::optional<client::Vault> vault_;
};

std::string LinesOf(const std::vector<std::string>& candidates,
                    const ShellLine& line, bool quote) {
  std::string lines;
  for (absl::string_view candidate : candidates) {
    if (!absl::ConsumePrefix(&candidate, line.fixed)) continue;
    absl::StrAppend(
        &lines, quote ? ShellQuoted(candidate) : std::string(candidate), "\n");
  }
  return lines;
}

// For bash the first line says whether the others are "plain", to be taken as
// they are, or "quoted", standing inside a quote.
absl::StatusOr<Result> CompleteWords(Context& context) {
  std::vector<std::string> words = context.All("WORD");
  const bool bash = context.Get("SHELL") == "bash";
  ShellLine line;
  if (bash && words.size() == 2) {
    line = SplitShellLine(words[0], words[1]);
    if (!line.before.empty()) line.before.erase(line.before.begin());
  } else if (context.Get("SHELL") == "zsh" && !words.empty()) {
    line.current = std::move(words.back());
    words.pop_back();
    line.before = std::move(words);
  }
  LocalNames names(context);
  const bool plain = bash && line.quote == 0;
  const std::string lines =
      LinesOf(Complete(context.commands(), line.before, line.current, names),
              line, /*quote=*/plain);
  if (!bash) return Result::Text(lines);
  return Result::Text(absl::StrCat(plain ? "plain\n" : "quoted\n", lines));
}

absl::StatusOr<Result> Completion(Context& context) {
  const std::string& shell = context.Get("SHELL");
  if (shell == "bash") return Result::Text(kBash);
  if (shell == "zsh") return Result::Text(kZsh);
  return client::Error(client::ExitCode::kUsage,
                       Say("no completion for \"$0\"", shell),
                       Tr("klad completion bash, or klad completion zsh"));
}

}  // namespace

std::vector<Command> CompletionCommands() {
  return {
      {.path = "completion",
       .summary = Mark("print the completion script of a shell"),
       .help = Mark("It completes names of safes and credentials too, as this "
                    "machine knows them, while you are unlocked.\n\nExample, "
                    "in ~/.bashrc:\n  source <(klad completion bash)\n"),
       .arguments = {{"SHELL", Mark("bash or zsh")}},
       .handler = Completion},
      {.path = "complete-words",
       .summary = Mark("print what may stand at the cursor"),
       .help = Mark("For completion scripts.\n\nExample:\n  klad "
                    "complete-words zsh -- get ads/\n"),
       .arguments = {{"SHELL", Mark("bash or zsh")},
                     {"WORD",
                      Mark("bash: the line and COMP_WORDBREAKS; zsh: "
                           "the words as far as the cursor"),
                      Arity::kMany}},
       .handler = CompleteWords,
       .hidden = true},
  };
}

}  // namespace klad::cli
