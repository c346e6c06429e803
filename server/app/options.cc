#include "server/app/options.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace klad::app {
namespace {

bool Contains(const std::vector<absl::string_view>& names,
              absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

absl::Status CheckComplete(const Command& command, const Options& options) {
  for (const absl::string_view name : command.required) {
    if (!options.Has(std::string(name))) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, " is missing"));
    }
  }
  if (options.positional.size() != command.positional) {
    return absl::InvalidArgumentError(absl::StrCat("takes ", command.positional,
                                                   " argument(s), not ",
                                                   options.positional.size()));
  }
  return absl::OkStatus();
}

}  // namespace

const std::string& Options::Get(const std::string& name) const {
  static const std::string* const kEmpty = new std::string;
  const auto it = named.find(name);
  return it == named.end() ? *kEmpty : it->second;
}

absl::StatusOr<Options> ParseOptions(
    const Command& command, const std::vector<std::string>& arguments) {
  Options options;
  for (auto it = arguments.begin(); it != arguments.end(); ++it) {
    absl::string_view name = *it;
    if (!absl::ConsumePrefix(&name, "--")) {
      options.positional.push_back(*it);
      continue;
    }
    if (Contains(command.switches, name)) {
      options.named[std::string(name)] = "yes";
      continue;
    }
    if (!Contains(command.required, name) &&
        !Contains(command.optional, name)) {
      return absl::InvalidArgumentError(absl::StrCat("there is no --", name));
    }
    if (std::next(it) == arguments.end()) {
      return absl::InvalidArgumentError(absl::StrCat("--", name, " of what?"));
    }
    if (!options.named.emplace(name, *++it).second) {
      return absl::InvalidArgumentError(absl::StrCat("--", name, " twice"));
    }
  }
  if (absl::Status status = CheckComplete(command, options); !status.ok()) {
    return status;
  }
  return options;
}

}  // namespace klad::app
