// Access that members ask for, and what becomes of it.
#ifndef KLAD_CLIENT_ACCESS_REQUESTS_H_
#define KLAD_CLIENT_ACCESS_REQUESTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/vault.h"
#include "klad/v1/request.pb.h"

namespace klad::client {

struct AccessRequests {
  std::vector<klad::v1::AccessRequest> mine;    // newest first
  std::vector<klad::v1::AccessRequest> others;  // those to answer
};

// `safe`: an id in hexadecimal, or a name as the requester knows it. Exit
// kConflict when it is open to them already.
absl::Status RequestAccess(Vault* vault, absl::string_view safe,
                           absl::string_view reason, int64_t until_ms);

absl::StatusOr<AccessRequests> ListRequests(Account* account);

// What people call it, and the one of the others' that is called so: any
// beginning of it that tells it apart. Exit kNotFound, kUsage.
std::string RequestIdText(const klad::v1::AccessRequest& request);
absl::StatusOr<klad::v1::AccessRequest> FindRequest(
    const AccessRequests& requests, absl::string_view id);

// The safe that is meant: the one named by id, or as this member calls it.
absl::StatusOr<SafeInfo> SafeOf(Vault* vault,
                                const klad::v1::AccessRequest& request);

// Grants the safe, unless they have as much already, then says so to them.
absl::Status ApproveRequest(Vault* vault,
                            const klad::v1::AccessRequest& request,
                            const SafeInfo& safe, trust::v1::Level level,
                            int64_t until_ms);
// `safe` may be empty for an owner.
absl::Status DenyRequest(Account* account,
                         const klad::v1::AccessRequest& request,
                         absl::string_view safe, absl::string_view reason);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ACCESS_REQUESTS_H_
