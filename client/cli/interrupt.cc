#include "client/cli/interrupt.h"

#include <unistd.h>

#include "client/exit_code.h"
#include "crypto/base/check.h"

namespace klad::cli {
namespace {

volatile std::sig_atomic_t requested = 0;

void Note(int) {
  if (requested != 0) _exit(static_cast<int>(client::ExitCode::kAborted));
  requested = 1;
}

}  // namespace

Interrupt::Interrupt() {
  requested = 0;
  struct sigaction note = {};
  note.sa_handler = Note;
  note.sa_flags = SA_RESTART;
  CHECK_THAT(sigaction(SIGINT, &note, &before_) == 0);
}

Interrupt::~Interrupt() {
  CHECK_THAT(sigaction(SIGINT, &before_, nullptr) == 0);
}

bool Interrupt::Requested() const { return requested != 0; }

}  // namespace klad::cli
