// Which records of the ledger a person wants to see.
#ifndef KLAD_CLIENT_CLI_LEDGER_FILTER_H_
#define KLAD_CLIENT_CLI_LEDGER_FILTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/command.h"
#include "client/cli/context.h"
#include "client/vault.h"
#include "klad/trust/v1/ledger.pb.h"

namespace klad::cli {

class LedgerFilter {
 public:
  // --since, --until, --member, --safe, --method, --denied.
  static std::vector<Option> Options();

  // Exit kUsage for what is no moment, kNotFound for names of nothing.
  static absl::StatusOr<LedgerFilter> Of(Context& context,
                                         client::Vault& vault);

  bool Passes(const trust::v1::LedgerRecord& record) const;
  int64_t since_ms() const { return since_ms_; }  // 0: from the first

 private:
  int64_t since_ms_ = 0;
  int64_t until_ms_ = 0;  // the first moment that is not shown; 0: none
  std::string caller_;    // as the ledger has it; empty: any
  std::string safe_;
  std::string method_;
  bool denied_ = false;
};

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_LEDGER_FILTER_H_
