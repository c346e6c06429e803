#include "tests/load/get.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "tests/load/organisation.h"
#include "tests/load/report.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using testing::ReadWhole;
using testing::RunCommand;
using testing::TitleOf;
using testing::WriteWhole;

constexpr int kTimes = 41;
constexpr char kPassphrase[] = "seven quiet harbours under one lamp";

struct Size {
  int safes;
  int credentials;
  int wanted_ms;
};
// One safe is the worst that an organisation can do.
constexpr Size kSizes[] = {{1, 200, 30}, {10, 10'000, 60}, {1, 10'000, 60}};

// klad, as the founder uses it.
class Klad {
 public:
  Klad(const Options& options, const KladServer& server,
       const std::string& folder)
      : program_(options.klad),
        folder_(folder),
        environment_({{"KLAD_HOME", server.state()->folder()},
                      {"KLAD_PASSPHRASE_FILE", folder + "/passphrase"}}) {}

  absl::Status Run(std::vector<std::string> arguments) const {
    const std::string what = arguments[0];
    arguments.insert(arguments.begin(), program_);
    ASSIGN_OR_RETURN(const int code, RunCommand({.arguments = arguments,
                                                 .environment = environment_,
                                                 .output = "/dev/null",
                                                 .errors = ErrorsPath()}));
    if (code == 0) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string text, ReadWhole(ErrorsPath()));
    return absl::InternalError(
        absl::StrCat("klad ", what, " ended with ", code, ": ", text));
  }

 private:
  std::string ErrorsPath() const { return folder_ + "/klad.log"; }

  const std::string program_;
  const std::string folder_;
  const std::map<std::string, std::string> environment_;
};

// As `klad found` leaves it.
absl::Status WriteHome(const KladServer& server, const std::string& folder) {
  RETURN_IF_ERROR(
      WriteWhole(folder + "/passphrase", absl::StrCat(kPassphrase, "\n")));
  RETURN_IF_ERROR(client::WriteIdentity(server.state(), server.identity(),
                                        Secret::Copy(kPassphrase)));
  return client::WriteAccount(server.state(), server.account_record());
}

absl::StatusOr<double> TimeOf(const Klad& klad,
                              const std::vector<std::string>& arguments) {
  const auto start = std::chrono::steady_clock::now();
  RETURN_IF_ERROR(klad.Run(arguments));
  return std::chrono::duration<double, std::milli>(
             std::chrono::steady_clock::now() - start)
      .count();
}

absl::Status MeasureSize(const Options& options, const Size& size,
                         const std::string& folder) {
  std::filesystem::create_directory(folder);
  ASSIGN_OR_RETURN(const auto server, KladServer::Found(options.kladd, folder));
  RETURN_IF_ERROR(
      Organisation::Fill(server.get(), size.safes, size.credentials).status());
  RETURN_IF_ERROR(WriteHome(*server, folder));
  const Klad klad(options, *server, folder);
  RETURN_IF_ERROR(klad.Run({"unlock"}));
  const std::vector<std::string> get = {
      "get", absl::StrCat(SafeNameOf(1), "/", TitleOf(100)), "password"};
  ASSIGN_OR_RETURN(const double first, TimeOf(klad, get));
  std::vector<double> times;
  for (int i = 0; i < kTimes; ++i) {
    ASSIGN_OR_RETURN(const double time, TimeOf(klad, get));
    times.push_back(time);
  }
  RETURN_IF_ERROR(klad.Run({"lock"}));
  absl::PrintF(
      "klad get, %5d credentials in %2d safes %6.0f ms   wanted %d   "
      "the very first %.0f ms\n",
      size.credentials, size.safes, Median(times), size.wanted_ms, first);
  return absl::OkStatus();
}

}  // namespace

absl::Status MeasureGet(const Options& options, const std::string& folder) {
  for (const Size& size : kSizes) {
    RETURN_IF_ERROR(MeasureSize(
        options, size,
        absl::StrCat(folder, "/get-", size.credentials, "-", size.safes)));
  }
  return absl::OkStatus();
}

}  // namespace klad::load
