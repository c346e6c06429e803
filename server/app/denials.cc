#include "server/app/denials.h"

#include <string>
#include <utility>

namespace klad::app {

absl::Status Denials::Denied(const access::Caller& caller,
                             absl::string_view method, v1::Reason reason) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(std::string(method));
  record.set_outcome(trust::v1::OUTCOME_DENIED);
  record.set_reason(v1::Reason_Name(reason));
  return ledger_->Commit({}, {std::move(record)}).status();
}

}  // namespace klad::app
