#include "client/cli/secret_line.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "client/cli/opened.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::cli {
namespace {

// What the lines of doors, invitations and moves have in common.
constexpr char kBeginning[] = "klad1";

}  // namespace

absl::StatusOr<Secret> ReadSecretLine(const std::string& argument) {
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(argument),
                       kBeginning)) {
    return Secret::Copy(argument);
  }
  auto line = ReadSecretFile(argument);
  if (client::ExitCodeOf(line.status()) == client::ExitCode::kNotFound) {
    return client::Error(
        client::ExitCode::kUsage,
        client::Tr("this is neither a line of klad nor a file with one"),
        client::Tr("copy the whole line; it begins with klad1"));
  }
  return line;
}

}  // namespace klad::cli
