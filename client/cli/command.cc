#include "client/cli/command.h"

namespace klad::cli {

const std::vector<Option>& GlobalOptions() {
  static const auto* options = new std::vector<Option>{
      {"output", 'o', "FORM", "table (for people) or json (for programs)"},
      {"verbose", 'v', "", "say more about what happens and what went wrong"},
      {"yes", 'y', "", "do not ask before a destructive step"},
      {"help", 'h', "", "show help and do nothing"},
      {"version", 0, "", "print the version and do nothing"},
  };
  return *options;
}

}  // namespace klad::cli
