#include "client/cli/progress.h"

#include <utility>

#include "client/words/words.h"

namespace klad::cli {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(1);
constexpr absl::Duration kBetween = absl::Milliseconds(100);
constexpr char kEraseLine[] = "\r\033[K";

}  // namespace

Progress::Progress(std::ostream& err, const Terminal& terminal,
                   std::function<absl::Time()> now)
    : err_(err),
      on_terminal_(terminal.ErrorIsTerminal()),
      now_(std::move(now)),
      next_(now_() + kQuiet) {}

void Progress::Show(uint64_t done, uint64_t all) {
  if (!on_terminal_) return;
  const absl::Time now = now_();
  if (now < next_) return;
  next_ = now + kBetween;
  drawn_ = true;
  err_ << kEraseLine << client::Say("$0 of $1", done, all) << std::flush;
}

void Progress::Erase() {
  if (!drawn_) return;
  drawn_ = false;
  err_ << kEraseLine << std::flush;
}

}  // namespace klad::cli
