// An edit of a credential that loses nobody's work.
#ifndef KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_
#define KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/vault.h"
#include "crypto/base/secret.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// What the credential was when it was found, and what it is to become.
struct Draft {
  trust::v1::Overview before;
  trust::v1::Overview after;
  std::string header;  // of the version it was made from
  // Of a new secret: the plaintext, its generation, and the hash of the part
  // it was made from.
  absl::optional<Secret> secret;
  uint64_t generation = 0;
  std::string secret_before;
};
Draft DraftOf(const Found& found);

// Writes the next version. What somebody else changed in between stays, field
// by field (client/overview_merge.h). Where both changed one field, or both the
// secret, it says which and with what, secrets aside, and nothing is written
// (exit kConflict) unless the person agrees, or has agreed by --yes: then the
// draft's is the version behind theirs, and the history keeps both.
absl::Status WriteDraft(Context& context, client::Vault& vault,
                        const Found& found, const Draft& draft);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_CREDENTIAL_DRAFT_H_
