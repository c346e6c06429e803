// An opened vault for a command handler.
#ifndef KLAD_CLIENT_CLI_OPENED_H_
#define KLAD_CLIENT_CLI_OPENED_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "client/cli/context.h"
#include "client/vault.h"

namespace klad::cli {

// What an account is opened with here: where the key ring has nothing, or is
// not usable, the passphrase for this one command, from the file that
// KLAD_PASSPHRASE_FILE names or from the terminal. Scripts have neither.
absl::StatusOr<client::AccountParts> PartsOf(Context& context);

// With KLAD_TOKEN_FILE, the tool whose token is in that file: no key ring, no
// passphrase, and nobody needs to have joined here.
absl::StatusOr<std::unique_ptr<client::Account>> OpenAccount(Context& context);

// The end of a command's work, before it prints: what was learnt is on disk,
// and the keys that are due are renewed where this member may, with a line
// that says so. What stands in the way of that is said, and ends no command
// but by exit kIntegrity; an owner hears of a new key that does not open, and
// of people whose time is over.
absl::Status Finish(Context& context, client::Vault& vault);

// Keeps a new identity unlocked, in place of any before it. The key ring is a
// comfort: without one every command asks for itself.
void KeepUnlocked(Context& context, const crypto::Identity& identity);

// A file's bytes, or standard input for "-"; usually without one newline at
// its end.
enum class LastNewline { kDrop, kKeep };
absl::StatusOr<Secret> ReadSecretFile(const std::string& path,
                                      LastNewline newline = LastNewline::kDrop);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_OPENED_H_
