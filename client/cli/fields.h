// What people set and see of a credential, by the names of its fields.
#ifndef KLAD_CLIENT_CLI_FIELDS_H_
#define KLAD_CLIENT_CLI_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/cli/result.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// The one-time code of now, which is no field that anybody stores.
inline constexpr char kCodeField[] = "code";

// The options of `credential new` and `edit` that set fields.
std::vector<Option> FieldOptions();

// What the options say of the overview, applied to it.
absl::Status ApplyOverviewOptions(Context& context,
                                  trust::v1::Overview* overview);

// Whether any option brings a value of the secret; and what they say, and
// --generate, applied to it.
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

// The overview's fields, empty ones left out.
void AddOverview(const trust::v1::Overview& overview, Result* result);

// The secret's fields: as they are, or as dots.
void AddSecret(const crypto::vault::SecretPart& secret, Result* result);

// One field by name, of the overview alone: kNotFound if it has none such.
absl::StatusOr<Value> OverviewField(const trust::v1::Overview& overview,
                                    absl::string_view name);
// Of the secret. kNotFound lists what there is.
absl::StatusOr<Value> SecretField(const trust::v1::Overview& overview,
                                  const crypto::vault::SecretPart& secret,
                                  absl::string_view name);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FIELDS_H_
