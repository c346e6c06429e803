// An edit of a credential that loses nobody's work.
#ifndef KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_
#define KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/vault.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// What the credential was when it was found, and what it is to become.
struct Draft {
  trust::v1::Overview before;
  trust::v1::Overview after;
  std::string header;  // of the version it was made from
  // A new secret, the one it was made from, and the hash of that part.
  absl::optional<crypto::vault::SecretPart> secret;
  crypto::vault::SecretPart secret_was;
  std::string secret_before;
};
Draft DraftOf(const Found& found);

// The secret as it is now, revealed, is to become another: of what was changed,
// the strength and the other measures too.
absl::Status SetSecret(client::Vault& vault, const Found& found,
                       crypto::vault::SecretPart was,
                       crypto::vault::SecretPart is, Draft* draft);

// Writes the next version. What somebody else changed in between stays, field
// by field (client/overview_merge.h) and value by value (secret_merge.h, for
// which theirs is revealed). Where both changed one, it says which and with
// what, secrets aside, and nothing is written (exit kConflict) unless the
// person agrees, or has agreed by --yes: then the draft's is the version behind
// theirs, and the history keeps both.
absl::Status WriteDraft(Context& context, client::Vault& vault,
                        const Found& found, Draft draft);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_
