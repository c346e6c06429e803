// klad in this process, as somebody types it whose state folder is `folder`.
#ifndef KLAD_TESTS_SUPPORT_KLAD_COMMAND_H_
#define KLAD_TESTS_SUPPORT_KLAD_COMMAND_H_

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <vector>

#include "client/cli/commands.h"
#include "client/cli/fake_world.h"
#include "crypto/base/check.h"
#include "tests/support/organisation_server.h"

namespace klad::testing {

// On a machine whose clock is `ahead`, for all but TLS.
inline cli::FakeWorld::Ended KladAhead(absl::Duration ahead,
                                       const std::string& folder,
                                       const std::vector<std::string>& line,
                                       const std::string& input = "",
                                       const cli::FakeTerminal& terminal = {}) {
  const std::string passphrase = folder + ".passphrase";
  std::ofstream(passphrase) << kPassphrase;
  CHECK_THAT(chmod(passphrase.c_str(), 0600) == 0);
  cli::FakeWorld world;
  world.input = input;
  world.terminal = terminal;
  world.now = [ahead] { return absl::Now() + ahead; };
  world.environment = {{"KLAD_HOME", folder},
                       {"KLAD_PASSPHRASE_FILE", passphrase}};
  return world.Run(cli::AllCommands(), line);
}

inline cli::FakeWorld::Ended Klad(const std::string& folder,
                                  const std::vector<std::string>& line,
                                  const std::string& input = "",
                                  const cli::FakeTerminal& terminal = {}) {
  return KladAhead(absl::ZeroDuration(), folder, line, input, terminal);
}

}  // namespace klad::testing

#endif  // KLAD_TESTS_SUPPORT_KLAD_COMMAND_H_
