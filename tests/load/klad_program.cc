#include "tests/load/klad_program.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "tests/load/report.h"
#include "tests/support/process.h"

namespace klad::load {
namespace {

using testing::ReadWhole;
using testing::RunCommand;
using testing::WriteWhole;

constexpr int kTimes = 41;
constexpr char kPassphrase[] = "seven quiet harbours under one lamp";

}  // namespace

absl::StatusOr<KladProgram> KladProgram::Create(
    const Options& options, const testing::KladServer& server,
    const std::string& folder) {
  const std::string passphrase = folder + "/passphrase";
  RETURN_IF_ERROR(WriteWhole(passphrase, absl::StrCat(kPassphrase, "\n")));
  RETURN_IF_ERROR(client::WriteIdentity(server.state(), server.identity(),
                                        Secret::Copy(kPassphrase)));
  RETURN_IF_ERROR(
      client::WriteAccount(server.state(), server.account_record()));
  // A program begins with the peak of whoever starts it, and the passphrase
  // has just taken 256 MiB (proc(5), clear_refs).
  RETURN_IF_ERROR(WriteWhole("/proc/self/clear_refs", "5"));
  return KladProgram(options.klad, folder,
                     {{"KLAD_HOME", server.state()->folder()},
                      {"KLAD_PASSPHRASE_FILE", passphrase}});
}

KladProgram KladProgram::OnNewMachine(const std::string& home) const {
  KladProgram other = *this;
  other.environment_["KLAD_HOME"] = home;
  return other;
}

absl::StatusOr<Cost> KladProgram::Run(std::vector<std::string> arguments,
                                      const std::string& output) const {
  const std::string what = arguments[0];
  const std::string errors = folder_ + "/klad.log";
  arguments.insert(arguments.begin(), program_);
  Cost cost;
  const auto start = std::chrono::steady_clock::now();
  ASSIGN_OR_RETURN(const int code, RunCommand({.arguments = arguments,
                                               .environment = environment_,
                                               .output = output,
                                               .errors = errors},
                                              &cost.spent));
  cost.wall_ms = MsSince(start);
  if (code == 0) return cost;
  ASSIGN_OR_RETURN(const std::string text, ReadWhole(errors));
  return absl::InternalError(
      absl::StrCat("klad ", what, " ended with ", code, ": ", text));
}

absl::StatusOr<Cost> KladProgram::RunOften(
    const std::vector<std::string>& arguments) const {
  std::vector<double> walls;
  std::vector<double> cpus;
  Cost last;
  for (int i = 0; i < kTimes; ++i) {
    ASSIGN_OR_RETURN(const Cost cost, Run(arguments));
    walls.push_back(cost.wall_ms);
    cpus.push_back(cost.spent.cpu_ms);
    last = cost;
  }
  last.wall_ms = Median(walls);
  last.spent.cpu_ms = Median(cpus);
  return last;
}

}  // namespace klad::load
