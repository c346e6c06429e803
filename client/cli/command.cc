#include "client/cli/command.h"

namespace klad::cli {

const std::vector<Option>& GlobalOptions() {
  static const auto* options = new std::vector<Option>{
      {"output", 'o', "FORM",
       Mark("table (for people) or json (for programs)")},
      {"verbose", 'v', "",
       Mark("say more about what happens and what went wrong")},
      {"yes", 'y', "", Mark("do not ask before a destructive step")},
      {"help", 'h', "", Mark("show help and do nothing")},
      {"version", 0, "", Mark("print the version and do nothing")},
  };
  return *options;
}

}  // namespace klad::cli
