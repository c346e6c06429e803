// What somebody wrote as a member, since a moment: for the time in which
// somebody else may have had the identity.
#ifndef KLAD_CLIENT_AUTHORED_H_
#define KLAD_CLIENT_AUTHORED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

// Versions in the safes that are open here, by safe, then credential, newest
// first; those too that left the secret as it was. Times are the author's.
absl::StatusOr<std::vector<trust::v1::Header>> VersionsBy(
    Vault* vault, absl::string_view member, int64_t since_ms);

struct AuthoredEntry {
  uint64_t position = 0;
  int64_t time_ms = 0;
};

// Entries of the roster, in order. Errors as Account::Entries'.
absl::StatusOr<std::vector<AuthoredEntry>> EntriesBy(Account* account,
                                                     absl::string_view member,
                                                     int64_t since_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_AUTHORED_H_
