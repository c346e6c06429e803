// The program klad, as people use it, and what it costs.
#ifndef KLAD_TESTS_LOAD_KLAD_PROGRAM_H_
#define KLAD_TESTS_LOAD_KLAD_PROGRAM_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/load/options.h"
#include "tests/support/klad_server.h"
#include "tests/support/process.h"

namespace klad::load {

// Of one run, as a process.
struct Cost {
  double wall_ms = 0;
  testing::Spent spent;
};

class KladProgram {
 public:
  // Writes identity and account as `klad found` leaves them. The server
  // outlives it; logs go to `folder`.
  static absl::StatusOr<KladProgram> Create(const Options& options,
                                            const testing::KladServer& server,
                                            const std::string& folder);

  // The same on a machine that has nothing yet, with the same passphrase.
  KladProgram OnNewMachine(const std::string& home) const;

  // Its output goes to the file. kInternal with what it said when it fails.
  absl::StatusOr<Cost> Run(std::vector<std::string> arguments,
                           const std::string& output = "/dev/null") const;

  // Medians of many runs.
  absl::StatusOr<Cost> RunOften(
      const std::vector<std::string>& arguments) const;

 private:
  KladProgram(std::string program, std::string folder,
              std::map<std::string, std::string> environment)
      : program_(std::move(program)),
        folder_(std::move(folder)),
        environment_(std::move(environment)) {}

  std::string program_;
  std::string folder_;
  std::map<std::string, std::string> environment_;
};

}  // namespace klad::load

#endif  // KLAD_TESTS_LOAD_KLAD_PROGRAM_H_
