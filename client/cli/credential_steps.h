// What commands on one credential have in common.
#ifndef KLAD_CLIENT_CLI_CREDENTIAL_STEPS_H_
#define KLAD_CLIENT_CLI_CREDENTIAL_STEPS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/cli/found.h"
#include "client/cli/result.h"
#include "client/vault.h"
#include "crypto/vault/builder.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::cli {

inline constexpr Argument kReference = {"SAFE/TITLE", Mark("the credential")};

// What a text that is no valid field says, as a usage error.
absl::Status AsUsage(const absl::Status& status);

// Overview, kind, version and time of the newest version; no secret.
absl::Status Describe(const client::Mirror::Item& item, Result* result);

// Exit kConflict when another credential than `except` is called so.
absl::Status CheckFree(client::Mirror& mirror, absl::string_view title,
                       absl::string_view except);

// Exit kNotFound when an answer in between says that it was deleted.
absl::Status CheckLive(const Found& found);

// The secret of the newest version, once the mirror shows which that is; then
// so does `found`. Recorded with the purpose.
absl::StatusOr<crypto::vault::SecretPart> RevealNewest(
    client::Vault& vault, const Found& found, trust::v1::Purpose purpose);

// Of whoever made a version; empty when nobody is known by that id.
std::string LoginOf(const client::Account& account, const std::string& member);

// The plaintext of a part; what is beyond its limits is a usage error.
absl::StatusOr<std::string> SerializedOverview(
    const trust::v1::Overview& overview);
absl::StatusOr<Secret> SerializedSecret(
    const crypto::vault::SecretPart& secret);

// The version after `before`, the header as bytes that the edit was made
// from. Exit kConflict when somebody else changed the credential since.
absl::Status AppendTo(client::Vault& vault, const Found& found,
                      const std::string& before,
                      const crypto::vault::Edit& edit);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_CREDENTIAL_STEPS_H_
