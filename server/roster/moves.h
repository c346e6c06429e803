// Moves to another machine that are under way: one sealed proposal a member.
#ifndef KLAD_SERVER_ROSTER_MOVES_H_
#define KLAD_SERVER_ROSTER_MOVES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/access/access.h"
#include "server/audit/ledger.h"
#include "server/roster/issuer.h"
#include "server/store/store.h"

namespace klad::roster {

inline constexpr int64_t kMoveMs = 3600 * 1000;
inline constexpr size_t kMaxProposal = 4096;

// Thread-safe. Callers are as access::Decide has let them in.
class Moves {
 public:
  Moves(store::Store* store, audit::Ledger* ledger, const Issuer& issuer)
      : store_(store), ledger_(ledger), issuer_(issuer) {}

  // By the member; the certificate for the line's key, DER. REASON_BAD_FIELD
  // for what is no P-256 key.
  absl::StatusOr<std::string> Begin(const access::Caller& caller,
                                    absl::string_view tls, int64_t now_ms);

  // By the line. REASON_NO_MOVE unless the member's move was begun with this
  // very line and is under way.
  absl::Status Propose(const access::Caller& caller,
                       absl::string_view proposal);

  // By the member: the newest proposal, empty while there is none.
  absl::StatusOr<std::string> Look(const access::Caller& caller) const;
  absl::Status End(const access::Caller& caller);

 private:
  store::Store* const store_;
  audit::Ledger* const ledger_;
  const Issuer& issuer_;
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_MOVES_H_
