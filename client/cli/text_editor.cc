#include "client/cli/text_editor.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "client/cli/text_file.h"
#include "client/error.h"
#include "client/new_file.h"
#include "client/program.h"
#include "client/temporary_folder.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

// The editor and its own arguments: EDITOR="code --wait".
std::vector<std::string> EditorLine(const client::Environment& environment) {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    std::vector<std::string> line = absl::StrSplit(
        client::Variable(environment, name), ' ', absl::SkipEmpty());
    if (!line.empty()) return line;
  }
  return {"vi"};
}

// With the terminal that this program has.
absl::Status RunEditor(const client::Environment& environment,
                       std::vector<std::string> line) {
  const std::string program = client::FindProgram(environment, line[0]);
  if (program.empty()) {
    return Error(ExitCode::kNotFound, Say("there is no program $0", line[0]),
                 Tr("VISUAL or EDITOR names the editor; --text FILE does "
                    "without one"));
  }
  const std::vector<std::string> variables = client::Assignments(environment);
  pid_t pid = 0;
  int state = 0;
  bool ended = posix_spawn(&pid, program.c_str(), nullptr, nullptr,
                           client::Pointers(line).data(),
                           client::Pointers(variables).data()) == 0;
  while (ended && waitpid(pid, &state, 0) < 0) ended = errno == EINTR;
  if (ended && WIFEXITED(state) && WEXITSTATUS(state) == 0) {
    return absl::OkStatus();
  }
  return Error(ExitCode::kAborted, Say("$0 ended with an error", line[0]),
               Tr("nothing was changed"));
}

}  // namespace

absl::StatusOr<std::string> EditText(Context& context, absl::string_view text,
                                     absl::string_view file_name) {
  if (!context.terminal().Interactive()) {
    return Error(ExitCode::kUsage, Tr("nobody is here to edit the text"),
                 Tr("--text FILE names a file with it; - is standard input"));
  }
  ASSIGN_OR_RETURN(const auto folder,
                   client::TemporaryFolder::Make(context.environment()));
  const std::string path = absl::StrCat(folder->path(), "/", file_name);
  RETURN_IF_ERROR(client::WriteNewFile(path, text));
  std::vector<std::string> line = EditorLine(context.environment());
  line.push_back(path);
  RETURN_IF_ERROR(RunEditor(context.environment(), std::move(line)));
  return ReadTextFile(context, path);
}

}  // namespace klad::cli
