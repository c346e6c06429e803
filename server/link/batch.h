// What one request is going to commit.
#ifndef KLAD_SERVER_LINK_BATCH_H_
#define KLAD_SERVER_LINK_BATCH_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/roster/state.h"
#include "klad/store/v1/link.pb.h"
#include "server/access/access.h"
#include "server/access/viewer.h"
#include "server/audit/ledger.h"
#include "server/link/parts.h"

namespace klad::link {

// The roster as it stands, if the caller may write links by it.
// REASON_NOT_FOUNDED, REASON_RESTORED, REASON_PERMISSION.
absl::StatusOr<access::Directory::Snapshot> StandingOf(
    const Parts& parts, const access::Caller& caller);

// Decided on one state of the roster, which the commit expects. The parts
// outlive it.
class Batch {
 public:
  // `method`: as the ledger names it. Errors: those of StandingOf.
  static absl::StatusOr<Batch> Begin(const Parts& parts,
                                     const access::Caller& caller,
                                     absl::string_view method);

  const crypto::roster::State& roster() const { return *roster_; }
  bool Sees(const v1::Link& link) const { return viewer_.Sees(link); }
  bool Has(absl::string_view id) const { return ids_.count(id) > 0; }
  const std::vector<store::v1::LinkRecord>& links() const { return links_; }

  // Puts the link in place of `before`, which has `revision` in the store (0:
  // there is none). False when another link has its name, or had it when this
  // batch began. Its words are made here.
  absl::StatusOr<bool> Add(store::v1::LinkRecord record, const v1::Link& before,
                           store::Revision revision);

  // Holds only if nobody else creates a link to that address under such a
  // guard meanwhile.
  absl::Status GuardAddress(const v1::Link& link);

  // Once. Nothing to commit is fine.
  absl::StatusOr<audit::Committed> Commit();

 private:
  Batch(const Parts& parts, const access::Caller& caller,
        absl::string_view method,
        std::shared_ptr<const crypto::roster::State> roster)
      : parts_(parts),
        caller_(caller.Name()),
        method_(method),
        roster_(std::move(roster)),
        viewer_(caller, *roster_, parts.clock->NowMs()) {}

  absl::StatusOr<bool> Rename(const v1::Link& link, const v1::Link& before);
  void MoveAddress(const v1::Link& link, const v1::Link& before);

  const Parts parts_;
  std::string caller_;
  std::string method_;
  std::shared_ptr<const crypto::roster::State> roster_;
  access::Viewer viewer_;
  std::set<std::string, std::less<>> ids_;
  std::set<std::string> names_;   // keys that it touches
  std::set<std::string> guards_;  // as well
  std::vector<store::v1::LinkRecord> links_;
  store::Transaction transaction_;
  audit::Records records_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_BATCH_H_
