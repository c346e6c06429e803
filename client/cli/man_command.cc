#include <filesystem>
#include <fstream>
#include <system_error>

#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/man.h"
#include "client/error.h"

namespace klad::cli {
namespace {

absl::StatusOr<Result> Man(Context& context) {
  const std::string& folder = context.Get("DIR");
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  const auto pages = ManPages(context.commands());
  for (const auto& [name, text] : pages) {
    std::ofstream file(std::filesystem::path(folder) / name,
                       std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) {
      return client::Error(
          client::ExitCode::kUsage, Say("cannot write $0/$1", folder, name),
          Tr("name a folder that you may write to, with space left"));
    }
  }
  return Result::Message(SayN("wrote $0 man page into $1",
                              "wrote $0 man pages into $1", pages.size(),
                              pages.size(), folder));
}

}  // namespace

std::vector<Command> ManCommands() {
  return {{.path = "man",
           .summary = Mark("write the man pages"),
           .help = Mark("One for klad and one for each command, in your "
                        "language.\n\nExample:\n  klad man "
                        "/usr/local/share/man/man1\n"),
           .arguments = {{"DIR", Mark("the folder they are written to")}},
           .handler = Man}};
}

}  // namespace klad::cli
