#include "client/cli/level.h"

#include "client/cli/cell_words.h"
#include "client/error.h"
#include "client/words/words.h"

namespace klad::cli {

using client::Say;
using client::Tr;

absl::string_view LevelWord(trust::v1::Level level) {
  switch (level) {
    case trust::v1::LEVEL_READ:
      return "read";
    case trust::v1::LEVEL_WRITE:
      return "write";
    case trust::v1::LEVEL_MANAGE:
      return "manage";
    default:
      return "none";
  }
}

absl::StatusOr<trust::v1::Level> ParseLevel(absl::string_view word) {
  for (const trust::v1::Level level :
       {trust::v1::LEVEL_READ, trust::v1::LEVEL_WRITE,
        trust::v1::LEVEL_MANAGE}) {
    if (IsWordFor("access", LevelWord(level), word)) return level;
  }
  return client::Error(client::ExitCode::kUsage,
                       Say("there is no level $0", word),
                       Tr("levels: read, write, manage"));
}

}  // namespace klad::cli
