// Help texts, made from the table.
#ifndef KLAD_CLIENT_CLI_HELP_H_
#define KLAD_CLIENT_CLI_HELP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/command.h"

namespace klad::cli {

// Every command with its summary.
std::string HelpForAll(const std::vector<Command>& commands);

// One command: how it is used, its arguments and options, its help.
std::string HelpForCommand(const Command& command);

// "klad safe create NAME [options]"; "[FIELD]"; "-u, --user NAME".
std::string UsageOf(const Command& command);
std::string Shown(const Argument& argument);
std::string Shown(const Option& option);

// What exit codes mean, in lines.
absl::string_view ExitCodesText();

// What `klad help WORDS` prints: all, a group or a command. A usage error for
// words that name nothing.
absl::StatusOr<std::string> HelpFor(const std::vector<Command>& commands,
                                    const std::vector<std::string>& words);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_HELP_H_
