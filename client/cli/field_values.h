// What a credential's fields hold, and how people see them.
#ifndef KLAD_CLIENT_CLI_FIELD_VALUES_H_
#define KLAD_CLIENT_CLI_FIELD_VALUES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "client/cli/own_fields.h"
#include "client/cli/result.h"
#include "crypto/vault/secret_part.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::cli {

// The overview's fields, empty ones left out.
void AddOverview(const trust::v1::Overview& overview, Result* result);
// The secret's.
void AddSecret(const crypto::vault::SecretPart& secret, Result* result);

// An own field of the overview: of addresses the list, of url the first.
Value OverviewValue(const trust::v1::Overview& overview, const OwnField& field);

// A free field, shown or hidden, by its name or by the person's word for it;
// its very name wins over what only folds to it. Null for none.
const trust::v1::Field* FindShown(const trust::v1::Overview& overview,
                                  absl::string_view typed);
const crypto::vault::HiddenField* FindHidden(
    const crypto::vault::SecretPart& secret, absl::string_view typed);

// The names of what is not empty, as a person may type them.
std::vector<std::string> NamesIn(const trust::v1::Overview& overview);
std::vector<std::string> NamesIn(const crypto::vault::SecretPart& secret);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_FIELD_VALUES_H_
