// api.
#include <filesystem>
#include <fstream>
#include <system_error>

#include "client/api/api_files.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/error.h"

namespace klad::cli {
namespace {

absl::StatusOr<Result> Api(Context& context) {
  const std::filesystem::path folder = context.Get("DIR");
  const auto& files = client::ApiFiles();
  for (const client::ApiFile& each : files) {
    const std::filesystem::path path = folder / each.name;
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << each.text;
    file.close();
    if (!file) {
      return client::Error(
          client::ExitCode::kUsage, Say("cannot write $0", path.string()),
          Tr("name a folder that you may write to, with space left"));
    }
  }
  return Result::Message(SayN("wrote $0 file into $1; begin with README.md",
                              "wrote $0 files into $1; begin with README.md",
                              files.size(), files.size(), folder.string()));
}

}  // namespace

std::vector<Command> ApiCommands() {
  return {
      {.path = "api",
       .summary = Mark("write what programs of your own need to call kladd"),
       .help =
           Mark("The .proto files, a short guide and a working example in "
                "Python. A program comes in with the PEM files and the "
                "token of klad tool new.\n\nExample:\n  klad api ./klad-api"),
       .arguments = {{"DIR", Mark("the folder they are written to")}},
       .handler = Api}};
}

}  // namespace klad::cli
