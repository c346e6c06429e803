// How far long work is: one line on standard error, "3700 of 10000".
//
//   Progress progress(context.err(), context.terminal());
//   for (...) progress.Show(done, all);
//
// Only where standard error is a terminal, and only once the work has taken
// longer than a second; drawn at most ten times a second, in place, and erased
// at the end. For one thread.
#ifndef KLAD_CLIENT_CLI_PROGRESS_H_
#define KLAD_CLIENT_CLI_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <ostream>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/terminal.h"

namespace klad::cli {

class Progress {
 public:
  // The work begins now. The stream outlives it.
  Progress(std::ostream& err, const Terminal& terminal,
           std::function<absl::Time()> now = absl::Now);
  ~Progress() { Erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(uint64_t done, uint64_t all);

  // Before something else is written to the terminal.
  void Erase();

 private:
  std::ostream& err_;
  const bool on_terminal_;
  const std::function<absl::Time()> now_;
  absl::Time next_;  // when it may be drawn again
  bool drawn_ = false;
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PROGRESS_H_
