// Texts that come from files.
#ifndef KLAD_CLIENT_CLI_TEXT_FILE_H_
#define KLAD_CLIENT_CLI_TEXT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/context.h"

namespace klad::cli {

// Much more than any text here may have: whoever takes it names its own limit.
inline constexpr size_t kMaxTextFile = 32 << 20;

// A file's bytes, or standard input for "-". Exit kNotFound when it cannot be
// opened, kUsage when it has more than kMaxTextFile.
absl::StatusOr<std::string> ReadTextFile(Context& context,
                                         const std::string& path);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_TEXT_FILE_H_
