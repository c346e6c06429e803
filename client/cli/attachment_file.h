// Attachments between the vault and files.
#ifndef KLAD_CLIENT_CLI_ATTACHMENT_FILE_H_
#define KLAD_CLIENT_CLI_ATTACHMENT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/attachments.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/cli/interrupt.h"
#include "client/cli/progress.h"
#include "client/cli/result.h"
#include "client/formats/wiped.h"
#include "client/vault.h"
#include "crypto/vault/secret_part.h"

namespace klad::cli {

// While a file is sent or fetched: the line of progress, and Ctrl-C. One at a
// time; the context outlives it.
class ChunkProgress {
 public:
  // `stopped`: the sentence for whoever pressed Ctrl-C.
  ChunkProgress(Context& context, absl::string_view stopped)
      : progress_(context.err(), context.terminal()), stopped_(stopped) {}

  client::ChunkStep step();

 private:
  Progress progress_;
  const Interrupt interrupt_;
  const std::string stopped_;
};

// Usage errors: it is no file, or has more than an attachment may; nothing of
// it is read then.
absl::StatusOr<client::WipedString> ReadAttachmentFile(const std::string& path);

// Exit kNotFound lists those that there are.
absl::StatusOr<const crypto::vault::Attachment*> FindAttachment(
    const crypto::vault::SecretPart& secret, absl::string_view name);

// `klad get SAFE/TITLE --attachment NAME --to FILE`: a new file, or standard
// output for "-".
absl::StatusOr<Result> GetAttachment(Context& context, client::Vault& vault);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_ATTACHMENT_FILE_H_
