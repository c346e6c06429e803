#include "tests/load/options.h"

#include <filesystem>
#include <map>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"

namespace klad::load {
namespace {

constexpr int kMaxSafes = 1000;
constexpr int kMaxCredentials = 1'000'000;
constexpr int kMaxRuns = 100;
constexpr int kMaxSeconds = 60;

absl::StatusOr<int> Number(const std::string& name, const std::string& text,
                           int most) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || number < 1 || number > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " takes a number from 1 to ", most));
  }
  return number;
}

void BeQuick(Options* options) {
  options->credentials = 10'000;
  options->runs = 3;
  options->seconds = 1;
}

absl::Status Set(const std::string& name, const std::string& value,
                 Options* options) {
  const std::map<std::string, std::string*> paths = {
      {"--kladd", &options->kladd},
      {"--klad", &options->klad},
      {"--etcd", &options->etcd}};
  if (const auto path = paths.find(name); path != paths.end()) {
    *path->second = value;
    return absl::OkStatus();
  }
  if (name == "--safes") {
    ASSIGN_OR_RETURN(options->safes, Number(name, value, kMaxSafes));
  } else if (name == "--credentials") {
    ASSIGN_OR_RETURN(options->credentials,
                     Number(name, value, kMaxCredentials));
  } else if (name == "--runs") {
    ASSIGN_OR_RETURN(options->runs, Number(name, value, kMaxRuns));
  } else if (name == "--seconds") {
    ASSIGN_OR_RETURN(options->seconds, Number(name, value, kMaxSeconds));
  } else {
    return absl::InvalidArgumentError(absl::StrCat("no option ", name));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseOptions(int argc, char** argv) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return absl::InternalError("cannot tell where this program is");
  Options options;
  options.kladd = self.parent_path() / "kladd";
  options.klad = self.parent_path() / "klad";
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "get" || name == "client" || name == "leave" ||
        name == "knowledge") {
      options.server = false;
      options.get = name == "get";
      options.client = name == "client";
      options.leave = name == "leave";
      options.knowledge = name == "knowledge";
    } else if (name == "--help") {
      options.help = true;
    } else if (name == "--quick") {
      BeQuick(&options);
    } else if (i + 1 == arguments.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("no option ", name, ", or its value is missing"));
    } else {
      RETURN_IF_ERROR(Set(name, arguments[++i], &options));
    }
  }
  if (options.credentials < options.safes) {
    return absl::InvalidArgumentError("every safe needs a credential");
  }
  return options;
}

}  // namespace klad::load
