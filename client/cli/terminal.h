// Where a person is asked. Questions appear on the terminal itself, never on
// standard output, and are erased once answered.
#ifndef KLAD_CLIENT_CLI_TERMINAL_H_
#define KLAD_CLIENT_CLI_TERMINAL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/secret.h"

namespace klad::cli {

class Terminal {
 public:
  virtual ~Terminal() = default;

  // Whether somebody can be asked.
  virtual bool Interactive() const = 0;

  // Whether standard output, or standard error, is a terminal.
  virtual bool OutputIsTerminal() const = 0;
  virtual bool ErrorIsTerminal() const = 0;

  // Whether whoever read standard output, such as head, is gone.
  virtual bool OutputIsCut() const = 0;

  // Columns of the output's terminal; 80 where it does not say.
  virtual int Width() const = 0;

  // One line, typed without echo, without its newline. Exit kAborted after
  // Ctrl-C or Ctrl-D, with the terminal as it was; kLocked when nobody can be
  // asked.
  virtual absl::StatusOr<Secret> AskSecret(absl::string_view prompt) = 0;

  // One line with echo, without its newline. Errors as AskSecret.
  virtual absl::StatusOr<std::string> AskLine(absl::string_view prompt) = 0;
};

// /dev/tty and the process's own streams.
std::unique_ptr<Terminal> SystemTerminal();

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TERMINAL_H_
