// A whole world for tests of commands: run a line, look at what it said.
#ifndef KLAD_CLIENT_CLI_FAKE_WORLD_H_
#define KLAD_CLIENT_CLI_FAKE_WORLD_H_

#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cli/fake_terminal.h"
#include "client/cli/run.h"
#include "client/fake_keyring.h"

namespace klad::cli {

class FakeWorld {
 public:
  struct Ended {
    client::ExitCode code;
    std::string out;
    std::string err;
  };

  FakeTerminal terminal;
  client::FakeKeyring keyring;
  client::Environment environment;
  std::string input;
  std::function<absl::Time()> now = absl::Now;

  Ended Run(const std::vector<Command>& commands,
            const std::vector<std::string>& line) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const client::ExitCode code = cli::Run(commands, line,
                                           {.in = in,
                                            .out = out,
                                            .err = err,
                                            .terminal = terminal,
                                            .keyring = keyring,
                                            .environment = environment,
                                            .now = now});
    return {code, out.str(), err.str()};
  }
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FAKE_WORLD_H_
