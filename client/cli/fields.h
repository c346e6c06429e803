// What people set of a credential, by the names of its fields.
#ifndef KLAD_CLIENT_CLI_FIELDS_H_
#define KLAD_CLIENT_CLI_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// The options of `credential new` that set fields.
std::vector<Option> FieldOptions();

// The options of `credential edit`: these and others.
std::vector<Option> EditOptions();

// What --untag and --no-url take out of lists, and --no-secret out of the
// secret; exit kNotFound for what is not there.
absl::Status ApplyTakingOptions(Context& context,
                                trust::v1::Overview* overview);
absl::Status ApplyTakingOptions(Context& context,
                                crypto::vault::SecretPart* secret);

// What the options say of the overview, applied to it. A usage error for a
// free field with the name of an own one (own_fields.h), and for blanks in a
// list.
absl::Status ApplyOverviewOptions(Context& context,
                                  trust::v1::Overview* overview);

// Whether any option brings a value of the secret; and what they say, and
// --generate, applied to it. A usage error for an own field whose file is
// empty.
bool HasSecretOptions(const Context& context);
absl::Status ApplySecretOptions(Context& context,
                                crypto::vault::SecretPart* secret);

// By a name of UsualField (client/cli/kind.h): whether the credential has that
// field, and one answer put into it; an empty answer puts nothing.
bool HasField(const trust::v1::Overview& overview,
              const crypto::vault::SecretPart& secret, absl::string_view name);
void PutText(absl::string_view name, std::string text,
             trust::v1::Overview* overview);
void PutSecret(absl::string_view name, Secret value,
               crypto::vault::SecretPart* secret);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FIELDS_H_
