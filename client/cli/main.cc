#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "client/cli/commands.h"
#include "client/cli/output.h"
#include "client/cli/run.h"
#include "client/error.h"
#include "client/keyring.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"

namespace {

void EndAborted(int) {
  _exit(static_cast<int>(klad::client::ExitCode::kAborted));
}

// No core dumps, and nobody but root attaches. Whether that succeeded.
bool Harden() {
  signal(SIGINT, EndAborted);
  signal(SIGPIPE, SIG_IGN);
  const rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool hardened = Harden();
  std::ios::sync_with_stdio(false);
  const klad::client::Environment environment =
      klad::client::SystemEnvironment();
  klad::client::Speak(klad::client::LanguagesOf(environment));
  if (!hardened) {
    std::cerr << klad::client::Tr(
        "klad: warning: core dumps cannot be switched off\n");
  }
  if (const absl::Status reserved = klad::Secret::Reserve(); !reserved.ok()) {
    klad::cli::PrintError(reserved, {}, std::cerr);
    return static_cast<int>(klad::client::ExitCodeOf(reserved));
  }
  const auto terminal = klad::cli::SystemTerminal();
  const auto keyring = klad::client::KernelKeyring();
  return static_cast<int>(klad::cli::Run(
      klad::cli::AllCommands(), std::vector<std::string>(argv + 1, argv + argc),
      {.in = std::cin,
       .out = std::cout,
       .err = std::cerr,
       .terminal = *terminal,
       .keyring = *keyring,
       .environment = environment}));
}
