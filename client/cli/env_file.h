// What a command is run with: names and values, or references to values.
#ifndef KLAD_CLIENT_CLI_ENV_FILE_H_
#define KLAD_CLIENT_CLI_ENV_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "client/cli/reference.h"
#include "crypto/base/secret.h"

namespace klad::cli {

struct Setting {
  std::string name;
  absl::optional<ValueReference> reference;
  Secret value;  // where there is no reference
};

// "NAME=klad://...", of the command line: exit kUsage for anything else.
absl::StatusOr<Setting> ParseSetting(absl::string_view text);

// Lines NAME=value or NAME=klad://...; `export` before it, quotes of either
// kind around the value, empty lines and those that begin with # are as in a
// shell, and nothing else is: no variables, no escapes. Exit kUsage names the
// line.
absl::StatusOr<std::vector<Setting>> ParseEnvFile(const Secret& file);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_ENV_FILE_H_
