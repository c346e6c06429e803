// What people do with a playbook besides writing it.
#ifndef KLAD_SERVER_PLAYBOOK_ACTOR_H_
#define KLAD_SERVER_PLAYBOOK_ACTOR_H_

#include "absl/status/status.h"
#include "klad/v1/playbook.pb.h"
#include "server/access/access.h"
#include "server/playbook/catalogue.h"
#include "server/playbook/parts.h"

namespace klad::playbook {

// See klad.v1.PlaybookService for who may do what.
enum class Act { kSubmit, kAdopt, kRetire, kVerify, kSign };

// Thread-safe; blocks until what it did is durable.
class Actor {
 public:
  // The catalogue outlives the actor.
  Actor(const Parts& parts, Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  // REASON_PLAYBOOK_UNKNOWN; REASON_PLAYBOOK_MOVED for another text than the
  // caller has before it; REASON_PERMISSION; REASON_PLAYBOOK_STATE with the
  // rule: submitted, adopted, retired (it is already), not-submitted,
  // not-adopted, not-in-force, not-owner, not-reviewer.
  absl::Status Do(Act act, const access::Caller& caller,
                  const v1::ActOnPlaybookRequest& request,
                  v1::ActOnPlaybookResponse* response) const;

 private:
  const Parts parts_;
  Catalogue* const catalogue_;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_ACTOR_H_
