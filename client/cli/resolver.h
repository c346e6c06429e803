// The values that references stand for.
#ifndef KLAD_CLIENT_CLI_RESOLVER_H_
#define KLAD_CLIENT_CLI_RESOLVER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/context.h"
#include "client/cli/reference.h"
#include "client/vault.h"
#include "crypto/base/secret.h"

namespace klad::cli {

// In the order of the references; all of them or an error. Each credential is
// revealed once, with purpose run. One that is archived is said; for one that
// is deleted, exit kNotFound says so.
absl::StatusOr<std::vector<Secret>> Resolve(
    Context& context, client::Vault& vault,
    const std::vector<ValueReference>& references);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_RESOLVER_H_
