// One run of klad, in this process.
#ifndef KLAD_CLIENT_CLI_RUN_H_
#define KLAD_CLIENT_CLI_RUN_H_

#include <string>
#include <vector>

#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/exit_code.h"

namespace klad::cli {

// `arguments` is the command line without the program's name. Parses, runs the
// handler, prints what it returned. Never throws.
client::ExitCode Run(const std::vector<Command>& commands,
                     const std::vector<std::string>& arguments, World world);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_RUN_H_
