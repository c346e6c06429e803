// kladd: the server, and what its administrator asks of it.
#include <sys/stat.h>

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"
#include "crypto/base/version.h"
#include "server/app/commands.h"
#include "server/app/options.h"
#include "server/app/process.h"

namespace klad::app {
namespace {

constexpr int kUsage = 2;

void PrintHelp(FILE* to) {
  fprintf(to, "usage: kladd COMMAND ...\n\n");
  for (const Command& command : Commands()) {
    fprintf(to, "  kladd %s %s\n      %s\n", command.name.data(),
            command.usage.data(), command.help.data());
  }
}

const Command* Find(absl::string_view name) {
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

int Fail(const absl::Status& status) {
  fprintf(stderr, "kladd: %s\n", std::string(status.message()).c_str());
  return ExitCodeOf(status);
}

int Misused(const Command& command, const absl::Status& status) {
  fprintf(stderr, "kladd %s: %s\nhint: kladd %s %s\n", command.name.data(),
          std::string(status.message()).c_str(), command.name.data(),
          command.usage.data());
  return kUsage;
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    PrintHelp(stderr);
    return kUsage;
  }
  if (arguments[0] == "--help" || arguments[0] == "help") {
    PrintHelp(stdout);
    return 0;
  }
  if (arguments[0] == "--version") {
    printf("kladd %s\n", kVersion);
    return 0;
  }
  const Command* command = Find(arguments[0]);
  if (command == nullptr) {
    fprintf(stderr, "kladd: no command %s\nhint: kladd --help\n",
            arguments[0].c_str());
    return kUsage;
  }
  const auto options =
      ParseOptions(*command, {arguments.begin() + 1, arguments.end()});
  if (!options.ok()) return Misused(*command, options.status());
  if (absl::Status status = Harden(); !status.ok()) return Fail(status);
  const absl::Status status = command->run(*options);
  if (absl::IsInvalidArgument(status)) return Misused(*command, status);
  return status.ok() ? 0 : Fail(status);
}

}  // namespace
}  // namespace klad::app

int main(int argc, char** argv) {
  return klad::app::Main({argv + 1, argv + argc});
}
