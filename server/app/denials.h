// Denials, written into the ledger.
#ifndef KLAD_SERVER_APP_DENIALS_H_
#define KLAD_SERVER_APP_DENIALS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/audit/ledger.h"
#include "server/rpc/denial_sink.h"

namespace klad::app {

class Denials : public rpc::DenialSink {
 public:
  explicit Denials(audit::Ledger* ledger) : ledger_(ledger) {}

  absl::Status Denied(const access::Caller& caller, absl::string_view method,
                      v1::Reason reason) override;

 private:
  audit::Ledger* const ledger_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_DENIALS_H_
