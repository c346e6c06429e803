#include "client/cli/context.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cli/json.h"
#include "client/cli/printable.h"
#include "client/error.h"
#include "client/title.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;

bool IsDeclared(const Command& command, absl::string_view name) {
  const auto named = [name](const auto& row) { return row.name == name; };
  return std::any_of(command.arguments.begin(), command.arguments.end(),
                     named) ||
         std::any_of(command.options.begin(), command.options.end(), named) ||
         std::any_of(GlobalOptions().begin(), GlobalOptions().end(), named);
}

}  // namespace

const std::vector<std::string>& Context::All(absl::string_view name) const {
  CHECK_THAT(IsDeclared(*arguments_.command, name));
  static const auto* none = new std::vector<std::string>();
  const auto found = arguments_.values.find(name);
  return found == arguments_.values.end() ? *none : found->second;
}

bool Context::Has(absl::string_view name) const { return !All(name).empty(); }

const std::string& Context::Get(absl::string_view name) const {
  static const auto* nothing = new std::string();
  const std::vector<std::string>& values = All(name);
  return values.empty() ? *nothing : values[0];
}

absl::StatusOr<int64_t> Context::Number(absl::string_view name, int64_t min,
                                        int64_t max) const {
  int64_t number = 0;
  if (absl::SimpleAtoi(Get(name), &number) && number >= min && number <= max) {
    return number;
  }
  return client::Error(
      ExitCode::kUsage,
      Say("$0 must be a whole number from $1 to $2", name, min, max),
      Say("klad $0 --help shows how it is used", arguments_.command->path));
}

absl::Status Context::Confirm(absl::string_view question) {
  if (Has("yes")) return absl::OkStatus();
  if (!terminal().Interactive()) {
    return client::Error(ExitCode::kUsage,
                         Say("nobody can be asked: $0", question),
                         Tr("give --yes if you are sure"));
  }
  ASSIGN_OR_RETURN(const std::string answer,
                   terminal().AskLine(Say("$0 [y/N] ", Printable(question))));
  const std::string word = client::FoldTitle(answer);
  if (word == "y" || word == "yes" || word == "д" || word == "да") {
    return absl::OkStatus();
  }
  return client::Error(ExitCode::kAborted, Tr("nothing was done"));
}

void Context::Note(absl::string_view line) {
  world_.err << Printable(line) << '\n';
}

void Context::PrintNow(absl::string_view key, absl::string_view line) {
  if (Get("output") == "json") {
    Result result;
    result.Add(key, line);
    PrintJson(result, world_.out);
  } else {
    world_.out << line << '\n';
  }
  world_.out.flush();
}

void Context::Verbose(absl::string_view line) {
  if (Has("verbose")) Note(line);
}

absl::StatusOr<client::State*> Context::state() {
  if (state_ == nullptr) {
    ASSIGN_OR_RETURN(std::string folder, client::StateFolder(environment()));
    ASSIGN_OR_RETURN(state_, client::State::Open(std::move(folder)));
  }
  return state_.get();
}

absl::StatusOr<client::State*> Context::ToolState(absl::string_view member) {
  if (state_ != nullptr) return state_.get();
  std::string folder;
  if (client::Variable(environment(), "KLAD_HOME").empty()) {
    ASSIGN_OR_RETURN(temporary_, client::TemporaryFolder::Make(environment()));
    folder = temporary_->path();
  } else {
    ASSIGN_OR_RETURN(folder, client::StateFolder(environment()));
    absl::StrAppend(&folder, "/tool-", absl::BytesToHexString(member));
  }
  ASSIGN_OR_RETURN(state_, client::State::Open(std::move(folder)));
  return state_.get();
}

void Context::DropState() {
  state_ = nullptr;
  temporary_ = nullptr;
}

}  // namespace klad::cli
