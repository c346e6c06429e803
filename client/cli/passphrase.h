// Where passphrases come from: the file that KLAD_PASSPHRASE_FILE names (one
// newline at its end is not part of it), else a question on the terminal.
// Exit kLocked when there is neither; kUsage for an empty one, or one of more
// than 1024 bytes.
#ifndef KLAD_CLIENT_CLI_PASSPHRASE_H_
#define KLAD_CLIENT_CLI_PASSPHRASE_H_

#include "absl/status/statusor.h"
#include "client/cli/context.h"
#include "crypto/base/secret.h"

namespace klad::cli {

constexpr size_t kMaxPassphrase = 1024;

// An existing passphrase, asked once; `prompt` as it is shown.
absl::StatusOr<Secret> ReadPassphrase(
    Context& context, absl::string_view prompt = Tr("passphrase: "));

// A new one, asked twice.
absl::StatusOr<Secret> ReadNewPassphrase(Context& context);

// Of a sealed export: KLAD_EXPORT_PASSPHRASE_FILE names the file.
absl::StatusOr<Secret> ReadExportPassphrase(Context& context);
absl::StatusOr<Secret> ReadNewExportPassphrase(Context& context);

// A new one from the terminal alone, asked twice.
absl::StatusOr<Secret> AskNewPassphrase(Context& context);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_PASSPHRASE_H_
