// Taking signed changes.
#ifndef KLAD_SERVER_CREDENTIAL_CHANGER_H_
#define KLAD_SERVER_CREDENTIAL_CHANGER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/credential.pb.h"
#include "server/access/access.h"
#include "server/credential/parts.h"
#include "server/credential/safe_books.h"

namespace klad::credential {

// Thread-safe.
class Changer {
 public:
  Changer(const Parts& parts, SafeBooks* books)
      : parts_(parts), books_(books) {}

  // A change is taken at the newest roster position and the safe's head only:
  // REASON_ROSTER_MOVED and REASON_SAFE_MOVED. REASON_CHANGE_REFUSED with the
  // rule it breaks. One that stands already is OK again.
  absl::StatusOr<trust::v1::Position> Change(
      const access::Caller& caller,
      const klad::v1::ChangeRequest& request) const;

  // Two changes as one: a credential leaves the first safe and goes on in the
  // second. The caller may write to both. Each is taken as Change takes one;
  // no other change may move anything.
  struct Moved {
    trust::v1::Position from;
    trust::v1::Position to;
  };
  absl::StatusOr<Moved> Move(const access::Caller& caller,
                             const klad::v1::MoveRequest& request) const;

 private:
  // A change that may be taken, and what its commit writes.
  struct Proposal {
    std::shared_ptr<SafeBook> book;
    SafeBook::Checked checked;
    store::Transaction transaction;
    trust::v1::LedgerRecord record;
  };

  absl::Status Decide(const access::Directory::Snapshot& now,
                      const access::Caller& caller,
                      absl::string_view safe) const;
  // Without the versions.
  absl::StatusOr<Proposal> Propose(
      const access::Directory::Snapshot& now, const access::Caller& caller,
      const klad::v1::ChangeRequest& request) const;
  absl::Status AddMove(const crypto::roster::State& roster,
                       const klad::v1::MoveRequest& request, Proposal* from,
                       Proposal* to) const;
  absl::StatusOr<trust::v1::Position> PositionOf(absl::string_view safe) const;

  absl::Status CheckStanding(const access::Directory::Snapshot& now,
                             const access::Caller& caller,
                             const crypto::vault::CheckedChange& change) const;
  absl::StatusOr<bool> StandsAlready(
      const klad::v1::ChangeRequest& request) const;
  absl::StatusOr<bool> HasMoved(const klad::v1::ChangeRequest& request) const;
  absl::StatusOr<std::string> NewestHeader(absl::string_view safe,
                                           absl::string_view credential) const;
  const Parts parts_;
  SafeBooks* const books_;
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_CHANGER_H_
