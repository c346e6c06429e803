// What was seen when the addresses of links were opened, as the server keeps
// it.
#ifndef KLAD_CLIENT_LINK_CHECKS_H_
#define KLAD_CLIENT_LINK_CHECKS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/account.h"
#include "klad/v1/link.pb.h"

namespace klad::client {

// The last check of each link that this member sees, or of one by its id. One
// of an address that the link had before is none.
absl::StatusOr<std::vector<klad::v1::LinkCheck>> ListLinkChecks(
    Account* account, const std::string& link = "");

// Adds checks one by one, and sends them to be kept, 100 at a time.
class LinkCheckRecorder {
 public:
  explicit LinkCheckRecorder(Account* account) : account_(*account) {}

  absl::Status Add(klad::v1::LinkCheck check);
  absl::Status Finish();

 private:
  Account& account_;
  klad::v1::RecordLinkChecksRequest request_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_LINK_CHECKS_H_
