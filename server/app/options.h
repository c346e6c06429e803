// kladd's command line: subcommands as rows of a table, options as --name
// VALUE. Small on purpose: administrators type it, people use klad.
#ifndef KLAD_SERVER_APP_OPTIONS_H_
#define KLAD_SERVER_APP_OPTIONS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace klad::app {

struct Options {
  std::map<std::string, std::string> named;  // without dashes
  std::vector<std::string> positional;

  // Empty when it was not given.
  const std::string& Get(const std::string& name) const;
  bool Has(const std::string& name) const { return named.count(name) > 0; }
};

struct Command {
  absl::string_view name;
  absl::string_view usage;  // "--data DIR --listen ADDR"
  absl::string_view help;
  std::vector<absl::string_view> required;  // options that take a value
  std::vector<absl::string_view> optional;
  std::vector<absl::string_view> switches;  // options that take none
  size_t positional = 0;                    // exactly as many
  absl::Status (*run)(const Options& options);
};

// kInvalidArgument with a sentence for what the command does not take.
absl::StatusOr<Options> ParseOptions(const Command& command,
                                     const std::vector<std::string>& arguments);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_OPTIONS_H_
