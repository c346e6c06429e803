// All commands of klad: one file a group, one line here.
#ifndef KLAD_CLIENT_CLI_COMMANDS_H_
#define KLAD_CLIENT_CLI_COMMANDS_H_

#include <vector>

#include "client/cli/command.h"

namespace klad::cli {

std::vector<Command> AllCommands();

// client/cli/help.cc and client/cli/completion.cc
std::vector<Command> HelpCommands();
std::vector<Command> CompletionCommands();

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_COMMANDS_H_
