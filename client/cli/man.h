// Man pages, made from the table: man-pages(7), groff_man(7), in UTF-8.
#ifndef KLAD_CLIENT_CLI_MAN_H_
#define KLAD_CLIENT_CLI_MAN_H_

#include <map>
#include <string>
#include <vector>

#include "client/cli/command.h"

namespace klad::cli {

// By file name: klad.1, and klad-safe-create.1 for `klad safe create`.
std::map<std::string, std::string> ManPages(
    const std::vector<Command>& commands);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_MAN_H_
