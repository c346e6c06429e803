// Answers who was given what, and shows the ledger.
#ifndef KLAD_SERVER_EXPOSURE_AUDITOR_H_
#define KLAD_SERVER_EXPOSURE_AUDITOR_H_

#include "absl/status/status.h"
#include "klad/v1/audit.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace klad::exposure {

// All outlive what is made from them.
struct Parts {
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const access::NewsSource* news = nullptr;
};

// Thread-safe.
class Auditor {
 public:
  explicit Auditor(const Parts& parts) : parts_(parts) {}

  // Of itself for every member, of a credential for who manages its safe, all
  // for who holds audit.read; else REASON_PERMISSION. Of what there is not, an
  // empty answer.
  absl::Status Exposures(const access::Caller& caller,
                         const klad::v1::ExposuresRequest& request,
                         klad::v1::ExposuresResponse* response) const;

  // REASON_BEHIND when `after` lies beyond the ledger.
  absl::Status Log(const klad::v1::LogRequest& request,
                   klad::v1::LogResponse* response) const;

 private:
  absl::Status Decide(const access::Caller& caller,
                      const klad::v1::ExposuresRequest& request) const;

  const Parts parts_;
};

}  // namespace klad::exposure

#endif  // KLAD_SERVER_EXPOSURE_AUDITOR_H_
