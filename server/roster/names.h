// Display names, beside the log.
#ifndef KLAD_SERVER_ROSTER_NAMES_H_
#define KLAD_SERVER_ROSTER_NAMES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/name.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/store/store.h"

namespace klad::roster {

// Thread-safe.
class Names {
 public:
  Names(store::Store* store, audit::Ledger* ledger,
        const access::Directory& directory)
      : store_(store), ledger_(ledger), directory_(directory) {}

  // Nothing when none is kept.
  absl::StatusOr<std::optional<trust::v1::DisplayName>> Get(
      absl::string_view member) const;

  // By an owner, or of oneself; a message without a name erases.
  // REASON_NAME_OTHER for one that nobody vouches for.
  absl::Status Set(const access::Caller& caller, absl::string_view member,
                   const trust::v1::DisplayName& name);

 private:
  store::Store* const store_;
  audit::Ledger* const ledger_;
  const access::Directory& directory_;
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_NAMES_H_
