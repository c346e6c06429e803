// Programs that tests start, measure and end.
#ifndef KLAD_TESTS_SUPPORT_PROCESS_H_
#define KLAD_TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace klad::testing {

// What a program that has ended took.
struct Spent {
  double cpu_ms = 0;  // user and system
  double largest_mib = 0;  // resident
};

// A running program; ended with SIGKILL, and waited for, by the destructor.
class Process {
 public:
  struct Command {
    std::vector<std::string> arguments;  // the program first, as a path
    std::map<std::string, std::string> environment;  // besides our own
    std::string output = "/dev/null";                // appended to
    std::string errors = "/dev/null";
  };
  static absl::StatusOr<Process> Start(const Command& command);

  Process() = default;
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  pid_t pid() const { return pid_; }
  bool running() const { return pid_ > 0; }

  // Whether it has; it is still to be waited for.
  bool HasEnded() const;

  // Sends the signal and waits for the end. Its exit code, as Wait says it.
  absl::StatusOr<int> End(int signal);

  // Its exit code; 128 + signal when it was killed.
  absl::StatusOr<int> Wait(Spent* spent = nullptr);

  // VmRSS of proc(5), in MiB.
  absl::StatusOr<double> ResidentMib() const;

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_ = 0;
};

// Exit code of a command that was waited for.
absl::StatusOr<int> RunCommand(const Process::Command& command,
                               Spent* spent = nullptr);

// Of 127.0.0.1; free a moment ago.
absl::StatusOr<int> FreePort();

absl::StatusOr<std::string> ReadWhole(const std::string& path);
absl::Status WriteWhole(const std::string& path, const std::string& text);

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_PROCESS_H_
