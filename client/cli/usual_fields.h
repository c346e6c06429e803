// Asking for what a new credential of its kind usually has.
#ifndef KLAD_CLIENT_CLI_USUAL_FIELDS_H_
#define KLAD_CLIENT_CLI_USUAL_FIELDS_H_

#include "absl/status/status.h"
#include "client/cli/context.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// On a terminal, the fields of client/cli/kind.h that no option has set; Enter
// skips one. Nothing is asked where nobody can be, and nothing when options
// bring a secret: then a script is at work.
absl::Status AskUsual(Context& context, trust::v1::Kind kind,
                      trust::v1::Overview* overview,
                      crypto::vault::SecretPart* secret);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_USUAL_FIELDS_H_
