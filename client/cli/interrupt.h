// Ctrl-C during work that is done in steps: while one of these lives, the
// process goes on, and the work ends itself between two steps and says how far
// it came. A second Ctrl-C ends the process at once, with exit kAborted.
#ifndef KLAD_CLIENT_CLI_INTERRUPT_H_
#define KLAD_CLIENT_CLI_INTERRUPT_H_

#include <csignal>

namespace klad::cli {

// At most one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();  // what SIGINT did before holds again
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Whether Ctrl-C was pressed.
  bool Requested() const;

 private:
  struct sigaction before_ = {};
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_INTERRUPT_H_
