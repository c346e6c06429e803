// The roster's log on disk and its replayed state in memory. The server runs
// the same code as every client and serves by what it says.
#ifndef KLAD_SERVER_ROSTER_ROSTER_H_
#define KLAD_SERVER_ROSTER_ROSTER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "crypto/roster/state.h"
#include "klad/trust/v1/signed.pb.h"
#include "klad/v1/roster.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/roster/envelopes.h"
#include "server/roster/safe_heads.h"
#include "server/store/store.h"

namespace klad::roster {

// Thread-safe.
class Roster : public access::Directory, public access::NewsSource {
 public:
  // Replays what is in the store, signatures and all. kDataLoss with the
  // number of the first entry that is not valid.
  static absl::StatusOr<std::unique_ptr<Roster>> Open(
      absl::string_view organisation, store::Store* store,
      audit::Ledger* ledger, const SafeHeads* heads, Clock* clock);

  Snapshot Now() const override ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Fill(const v1::Known& known, v1::News* news) const override
      ABSL_LOCKS_EXCLUDED(mutex_);

  // The first entry. REASON_ALREADY_FOUNDED if there is another.
  absl::StatusOr<trust::v1::Position> Found(const access::Caller& caller,
                                            const trust::v1::Signed& entry,
                                            const EnvelopeList& envelopes)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // One more entry on `previous`. REASON_ROSTER_MOVED when that is not the
  // head; REASON_SAFE_MOVED when it names the head of a safe and that is
  // another; REASON_ROSTER_REFUSED with the rule when the authority table says
  // no; REASON_CLOCK when the author's clock is ten minutes off. An entry that
  // stands already is OK again. Behind a restored backup: REASON_RESTORED for
  // whatever was signed since, until an owner's `restored`. `shares` are the
  // envelopes of `shared`; other entries have none.
  absl::StatusOr<trust::v1::Position> Append(
      const access::Caller& caller, const trust::v1::Position& previous,
      const trust::v1::Signed& entry, const EnvelopeList& envelopes,
      const ShareList& shares = {}) ABSL_LOCKS_EXCLUDED(mutex_);

  // Those of an epoch that the caller may have: sealed to itself, a member or
  // an invitation, or to a role it is in; for owners all.
  absl::StatusOr<trust::v1::EpochEnvelopes> Envelopes(
      const access::Caller& caller,
      const v1::EnvelopesRequest::Wanted& wanted) const;

 private:
  Roster(absl::string_view organisation, store::Store* store,
         audit::Ledger* ledger, const SafeHeads* heads, Clock* clock)
      : organisation_(organisation),
        store_(store),
        ledger_(ledger),
        heads_(heads),
        clock_(clock) {}

  absl::Status Load();
  absl::Status LoadEntry(const store::Entry& stored);
  absl::Status LoadRestored();
  // REASON_CLOCK, or REASON_RESTORED.
  absl::Status CheckTime(const Snapshot& before,
                         const trust::v1::Signed& entry) const;
  // The heads of safes that the entry names are the real ones, and stay so.
  absl::Status ExpectHeads(const Snapshot& before,
                           const crypto::roster::State& after,
                           const trust::v1::Signed& entry,
                           store::Transaction* transaction) const;
  // What is handed back to a restored server comes without: its next version,
  // or another share, brings them.
  absl::Status PutShares(const Snapshot& before,
                         const crypto::roster::State& after,
                         const trust::v1::Signed& entry,
                         const ShareList& shares,
                         store::Transaction* transaction) const;
  bool StandsAlready(uint64_t sequence, const trust::v1::Signed& entry) const
      ABSL_LOCKS_EXCLUDED(mutex_);
  // Commits the entry whose application to `before` gave `after`.
  absl::StatusOr<trust::v1::Position> Commit(
      const access::Caller& caller, const Snapshot& before,
      std::shared_ptr<const crypto::roster::State> after,
      const trust::v1::Signed& entry, const EnvelopeList& envelopes,
      const ShareList& shares = {}) ABSL_LOCKS_EXCLUDED(mutex_);

  const std::string organisation_;
  store::Store* const store_;
  audit::Ledger* const ledger_;
  const SafeHeads* const heads_;
  Clock* const clock_;

  mutable Mutex mutex_;
  Snapshot now_ ABSL_GUARDED_BY(mutex_);
  std::vector<trust::v1::Signed> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_ROSTER_H_
