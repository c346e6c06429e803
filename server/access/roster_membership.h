// Membership as the roster has it.
#ifndef KLAD_SERVER_ACCESS_ROSTER_MEMBERSHIP_H_
#define KLAD_SERVER_ACCESS_ROSTER_MEMBERSHIP_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/roster.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/base/clock.h"

namespace klad::access {

// A tool past its end is nobody any more, whatever its certificate says.
class RosterMembership : public Membership {
 public:
  RosterMembership(const Directory& directory, const Clock& clock)
      : directory_(directory), clock_(clock) {}

  bool Names(absl::string_view member_id,
             absl::string_view tls_key) const override;
  bool Allows(absl::string_view member_id, absl::string_view permission,
              int64_t now_ms) const override;
  GuestState Guest(const Caller& caller, int64_t now_ms) const override;

 private:
  const Directory& directory_;
  const Clock& clock_;
};

// The per-object half of Decide(): OK when the caller has at least `level` in
// this safe now. REASON_NO_ACCESS otherwise, whether or not there is such a
// safe.
absl::Status DecideSafe(const Caller& caller,
                        const crypto::roster::State& state,
                        absl::string_view safe, trust::v1::Level level,
                        int64_t now_ms);

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_ROSTER_MEMBERSHIP_H_
