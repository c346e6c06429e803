// What people are called, checked against whoever vouches for it.
#ifndef KLAD_CLIENT_DISPLAY_NAMES_H_
#define KLAD_CLIENT_DISPLAY_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "klad/trust/v1/name.pb.h"

namespace klad::client {

// OK for one line of 1 to 255 bytes; a usage error otherwise.
absl::Status CheckDisplayName(absl::string_view name);

// By id, of those who have one. Exit kIntegrity for a name that neither the
// roster's hash nor the person nor an owner vouches for.
absl::StatusOr<std::map<std::string, std::string>> FetchNames(
    Account* account, const std::vector<std::string>& members);

// The name whose hash an invitation carries.
trust::v1::DisplayName SaltedName(absl::string_view name);

// Keeps it on the server; one without a name erases what is kept.
absl::Status SetName(Account* account, absl::string_view member,
                     const trust::v1::DisplayName& name);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DISPLAY_NAMES_H_
