// Levels of access, by the words that commands and scripts use.
#ifndef KLAD_CLIENT_CLI_LEVEL_H_
#define KLAD_CLIENT_CLI_LEVEL_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/roster.pb.h"

namespace klad::cli {

// "read", "write", "manage"; "none" for nothing.
absl::string_view LevelWord(trust::v1::Level level);

// A usage error for another word.
absl::StatusOr<trust::v1::Level> ParseLevel(absl::string_view word);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_LEVEL_H_
