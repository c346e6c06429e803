// What clients saw that opened the addresses of links.
#ifndef KLAD_SERVER_LINK_CHECKS_H_
#define KLAD_SERVER_LINK_CHECKS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/link.pb.h"
#include "server/access/access.h"
#include "server/access/viewer.h"
#include "server/link/catalogue.h"
#include "server/link/parts.h"
#include "server/store/store.h"

namespace klad::link {

inline constexpr int kMostChecks = 100;  // of one request

// What an entry of the store says; kDataLoss.
absl::StatusOr<v1::LinkCheck> ParseCheck(const store::Entry& entry);

// Thread-safe; waits for the disk.
class Checks {
 public:
  // The catalogue outlives this.
  Checks(const Parts& parts, const Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  // REASON_BAD_FIELD: limit, link, after.
  absl::Status List(const access::Caller& caller,
                    const v1::ListLinkChecksRequest& request,
                    v1::ListLinkChecksResponse* response) const;

  // REASON_BAD_FIELD: checks, or a field of one; REASON_PERMISSION when the
  // caller may not write links any more; REASON_RESTORED.
  absl::Status Record(const access::Caller& caller,
                      const v1::RecordLinkChecksRequest& request,
                      v1::RecordLinkChecksResponse* response) const;

 private:
  // Whether it says something of a link as it is.
  bool Holds(const v1::LinkCheck& check, const access::Viewer& viewer) const;

  const Parts parts_;
  const Catalogue* const catalogue_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_CHECKS_H_
