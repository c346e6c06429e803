// What is lost with a phone or a mailbox, through more than one step: with the
// phone the mailbox that is bound to it, with the mailbox what was registered
// to that. Computed from overviews; nothing is revealed.
#ifndef KLAD_CLIENT_IMPACT_H_
#define KLAD_CLIENT_IMPACT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "klad/trust/v1/credential.pb.h"

namespace klad::client {

struct Access {
  trust::v1::Kind kind = trust::v1::KIND_UNSPECIFIED;
  const trust::v1::Overview* overview = nullptr;
};

struct Loss {
  size_t access = 0;  // its place in the list
  int level = 1;      // steps from what is lost
  int through = -1;   // the place of the access it hangs on; none in level 1
  // By what it hangs: "email", "phone" or "user_name" of its overview, or
  // "itself" for a mailbox or phone that is what is lost.
  absl::string_view field;
};

// Breadth first, each access once, by the shortest way; those of a level in
// the order of the list. `contact` is of ContactOf.
//
// An access hangs on the contacts in its e-mail and phone; where it names no
// e-mail, on its user name if that is an address. A mailbox is itself a
// contact, also where it was kept as a login (mailbox.h); so is a phone (a
// SIM), by its phone or title.
std::vector<Loss> Impact(const std::string& contact,
                         const std::vector<Access>& accesses);

}  // namespace klad::client

#endif  // KLAD_CLIENT_IMPACT_H_
