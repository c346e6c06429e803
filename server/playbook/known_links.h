// What a playbook must ask the link map.
#ifndef KLAD_SERVER_PLAYBOOK_KNOWN_LINKS_H_
#define KLAD_SERVER_PLAYBOOK_KNOWN_LINKS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "server/access/access.h"

namespace klad::playbook {

// Thread-safe.
class KnownLinks {
 public:
  virtual ~KnownLinks() = default;

  // What the link is called now; empty when there is none, or the caller does
  // not see it.
  virtual std::string NameOf(const access::Caller& caller,
                             absl::string_view link) const = 0;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_KNOWN_LINKS_H_
