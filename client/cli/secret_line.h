// A line that is a secret: typed as an argument, or better in a file or on
// standard input, where no list of processes shows it.
#ifndef KLAD_CLIENT_CLI_SECRET_LINE_H_
#define KLAD_CLIENT_CLI_SECRET_LINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"

namespace klad::cli {

// The argument itself when it begins as our lines do, else what the file of
// that name holds, or standard input for "-".
absl::StatusOr<Secret> ReadSecretLine(const std::string& argument);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_SECRET_LINE_H_
