// run and inject: secrets for programs and files, in place of references.
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/env_file.h"
#include "client/cli/opened.h"
#include "client/cli/resolver.h"
#include "client/cli/template.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/program.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;
using client::Vault;

// The values, when everything that was learnt is on disk. Nothing is asked of
// the server, or of the person, where there is no reference.
absl::StatusOr<std::vector<Secret>> ValuesOf(
    Context& context, const std::vector<ValueReference>& references) {
  if (references.empty()) return std::vector<Secret>();
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  Vault vault(account.get());
  ASSIGN_OR_RETURN(auto values, Resolve(context, vault, references));
  RETURN_IF_ERROR(Finish(context, vault));
  return values;
}

absl::StatusOr<std::vector<Setting>> SettingsOf(Context& context) {
  std::vector<Setting> settings;
  if (context.Has("env-file")) {
    ASSIGN_OR_RETURN(const Secret file,
                     ReadSecretFile(context.Get("env-file")));
    ASSIGN_OR_RETURN(settings, ParseEnvFile(file));
  }
  for (const std::string& text : context.All("env")) {
    ASSIGN_OR_RETURN(settings.emplace_back(), ParseSetting(text));
  }
  return settings;
}

absl::Status Resolve(Context& context, std::vector<Setting>* settings) {
  std::vector<ValueReference> references;
  for (const Setting& setting : *settings) {
    if (setting.reference) references.push_back(*setting.reference);
  }
  ASSIGN_OR_RETURN(auto values, ValuesOf(context, references));
  auto value = values.begin();
  for (Setting& setting : *settings) {
    if (setting.reference) setting.value = std::move(*value++);
    if (absl::StrContains(setting.value.Expose(), '\0')) {
      return Error(ExitCode::kUsage,
                   Say("$0 would have a zero byte in it", setting.name),
                   Tr("no variable can; use klad inject"));
    }
  }
  return absl::OkStatus();
}

// "NAME=value" with its end, in locked memory until exec copies it.
Secret Assignment(const Setting& setting) {
  Secret text(setting.name.size() + setting.value.size() + 2);
  memcpy(text.Fill(), setting.name.data(), setting.name.size());
  text.Fill()[setting.name.size()] = '=';
  memcpy(text.Fill() + setting.name.size() + 1, setting.value.Expose().data(),
         setting.value.size());
  return text;
}

// Returns only when it fails.
absl::Status Execute(const Context& context, const std::string& program,
                     const std::vector<std::string>& line,
                     const std::vector<Setting>& settings) {
  client::Environment plain = context.environment();
  std::map<absl::string_view, Secret> assignments;  // the last one wins
  for (const Setting& setting : settings) {
    plain.erase(setting.name);
    assignments[setting.name] = Assignment(setting);
  }
  const std::vector<std::string> kept = client::Assignments(plain);
  std::vector<char*> variables = client::Pointers(kept);
  variables.pop_back();
  for (auto& [name, text] : assignments) {
    variables.push_back(reinterpret_cast<char*>(text.Fill()));
  }
  variables.push_back(nullptr);
  signal(SIGPIPE, SIG_DFL);
  execve(program.c_str(), client::Pointers(line).data(), variables.data());
  return Error(ExitCode::kUsage,
               Say("$0 does not start: $1", program, strerror(errno)),
               Tr("is it a program, or a script that begins with #! ?"));
}

absl::StatusOr<Result> RunProgram(Context& context) {
  const std::vector<std::string>& line = context.All("COMMAND");
  if (line.empty()) {
    return Error(ExitCode::kUsage, Tr("which program?"),
                 Tr("it stands behind --: klad run --env NAME=klad://... -- "
                    "PROGRAM"));
  }
  const std::string program =
      client::FindProgram(context.environment(), line[0]);
  if (program.empty()) {
    return Error(ExitCode::kNotFound, Say("there is no program $0", line[0]),
                 Tr("nothing was revealed; is it in the PATH?"));
  }
  ASSIGN_OR_RETURN(std::vector<Setting> settings, SettingsOf(context));
  RETURN_IF_ERROR(Resolve(context, &settings));
  context.DropState();
  return Execute(context, program, line, settings);
}

absl::StatusOr<Result> Inject(Context& context) {
  const bool from_file = context.Has("in");
  ASSIGN_OR_RETURN(
      const Secret text,
      ReadSecretFile(from_file ? context.Get("in") : "-", LastNewline::kKeep));
  ASSIGN_OR_RETURN(const Template parsed, ParseTemplate(text.Expose()));
  ASSIGN_OR_RETURN(const auto values, ValuesOf(context, parsed.references));
  Secret filled = Fill(parsed, values);
  if (!context.Has("out")) {
    Result result;
    result.exact = std::move(filled);
    return result;
  }
  RETURN_IF_ERROR(client::ReplaceFile(context.Get("out"), filled.Expose()));
  return Result::Message(SayN("wrote $1 with $0 value",
                              "wrote $1 with $0 values", values.size(),
                              values.size(), context.Get("out")));
}

}  // namespace

std::vector<Command> RunCommands() {
  return {
      {.path = "run",
       .summary = Mark("run a program with secrets in its environment"),
       .help = Mark(
           "Each NAME becomes a variable of the program with the value that "
           "the reference stands for: klad://SAFE/TITLE/FIELD, or "
           "klad:ID/FIELD, which survives renaming and moving. A slash within "
           "a title is written %2F. If one value cannot be had, nothing runs, "
           "and klad ends with a code of its own; else the code is the "
           "program's. A file of --env-file has lines NAME=value, where the "
           "value may be a reference; variables that are set already are left "
           "alone. Each reveal is recorded with the purpose run. The program "
           "leaves no core dumps.\n\nExample:\n  klad run --env "
           "PASSWORD=klad://ads/yandex-direct/password -- ./report.sh\n  klad "
           "run --env-file report.env -- ./report.sh --month 5"),
       .arguments = {{"COMMAND",
                      Mark("the program and its arguments, "
                           "behind --"),
                      Arity::kMany}},
       .options = {{"env", 0, "NAME=REFERENCE",
                    Mark("a variable; again for more"), true},
                   {"env-file", 0, "FILE", Mark("a file of variables")}},
       .handler = RunProgram},
      {.path = "inject",
       .summary = Mark("fill a template with secrets"),
       .help = Mark(
           "Every {{ klad://SAFE/TITLE/FIELD }} or {{ klad:ID/FIELD }} in the "
           "text is replaced by its value; other braces are left alone. If one "
           "value cannot be had, nothing is written. The file of --out is for "
           "you alone (0600) and replaced as a whole; delete it when it is "
           "used. Each reveal is recorded with the purpose run.\n\nExample:\n  "
           "klad inject --in config.tmpl --out config.ini\n  echo 'token={{ "
           "klad://ads/vk/token }}' | klad inject"),
       .options = {{"in", 0, "FILE",
                    Mark("the template; standard input without it")},
                   {"out", 0, "FILE",
                    Mark("the filled file; standard output without it")}},
       .handler = Inject},
  };
}

}  // namespace klad::cli
