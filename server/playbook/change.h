// What one request is going to commit: a playbook, and the record of who did
// it.
#ifndef KLAD_SERVER_PLAYBOOK_CHANGE_H_
#define KLAD_SERVER_PLAYBOOK_CHANGE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/status_macros.h"
#include "crypto/roster/state.h"
#include "klad/store/v1/playbook.pb.h"
#include "server/access/access.h"
#include "server/access/viewer.h"
#include "server/playbook/catalogue.h"
#include "server/playbook/parts.h"
#include "server/playbook/records.h"
#include "server/playbook/rules.h"
#include "server/store/update.h"

namespace klad::playbook {

// What the ledger calls the method, and what it needs.
struct Method {
  absl::string_view name;
  absl::string_view permission;
};

// Decided on one state of the roster, which the commit expects. The parts
// outlive it.
class Change {
 public:
  // REASON_NOT_FOUNDED, REASON_RESTORED; REASON_PERMISSION when the caller may
  // not do that.
  static absl::StatusOr<Change> Begin(const Parts& parts,
                                      const access::Caller& caller,
                                      const Method& method);

  const crypto::roster::State& roster() const { return *roster_; }
  const access::Caller& caller() const { return caller_; }
  const access::Viewer& viewer() const { return viewer_; }
  bool MayAdopt() const;
  // That was put, or left.
  const v1::Playbook& playbook() const { return record_.playbook(); }

  // REASON_PLAYBOOK_UNKNOWN when there is none, or the caller does not see it.
  absl::StatusOr<Stored> Find(absl::string_view playbook) const;

  // Puts the record in place of `before`, which has `revision` in the store (0:
  // there is none). REASON_PLAYBOOK_NAME_TAKEN.
  absl::Status Put(store::v1::PlaybookRecord record, const Stored& before);
  void PutRevision(const store::v1::PlaybookRevisionRecord& revision);
  void PutSignature(const v1::Playbook& playbook, int64_t now_ms);

  // Holds only if no other playbook refers to another one than before
  // meanwhile.
  absl::Status GuardGraph();

  // Nothing was to be done: the playbook is answered as it is.
  void Leave(const v1::Playbook& playbook) {
    *record_.mutable_playbook() = playbook;
  }

  // Once, and shows it in the catalogue.
  absl::StatusOr<audit::Committed> Commit(Catalogue* catalogue);

 private:
  Change(const Parts& parts, const access::Caller& caller, const Method& method,
         std::shared_ptr<const crypto::roster::State> roster)
      : parts_(parts),
        caller_(caller),
        method_(method),
        roster_(std::move(roster)),
        viewer_(caller, *roster_, parts.clock->NowMs()) {}

  absl::Status PutName(const v1::Playbook& playbook,
                       const v1::Playbook& before);

  const Parts parts_;
  access::Caller caller_;
  Method method_;
  std::shared_ptr<const crypto::roster::State> roster_;
  access::Viewer viewer_;
  store::v1::PlaybookRecord record_;
  store::Transaction transaction_;
};

// Commits what `decide` makes, an absl::StatusOr<Change>; again when somebody
// else was faster. Answers the playbook as it is then.
template <typename Decide>
absl::StatusOr<v1::Playbook> Write(Catalogue* catalogue, Decide&& decide) {
  v1::Playbook written;
  RETURN_IF_ERROR(store::Update(decide, [&](Change change) {
                    auto committed = change.Commit(catalogue);
                    written = change.playbook();
                    written.set_due_ms(DueMs(written));
                    return committed;
                  }).status());
  return written;
}

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_CHANGE_H_
