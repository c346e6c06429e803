// The command line against the table.
#ifndef KLAD_CLIENT_CLI_PARSE_H_
#define KLAD_CLIENT_CLI_PARSE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/command.h"
#include "client/cli/context.h"

namespace klad::cli {

// Options may stand anywhere before "--"; what follows that is positional.
// Errors are usage errors with a hint. With --help, what is missing is no
// error, and `command` is null when none, or only a group, was named.
absl::StatusOr<Arguments> Parse(const std::vector<Command>& commands,
                                const std::vector<std::string>& line);

// Whether the line, as far as it can be understood, wants JSON: errors in it
// are answered in the form that was asked for.
bool WantsJson(const std::vector<std::string>& line);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PARSE_H_
