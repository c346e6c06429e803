// What an event of a link must ask another feature.
#ifndef KLAD_SERVER_EVENT_SEEN_LINKS_H_
#define KLAD_SERVER_EVENT_SEEN_LINKS_H_

#include "absl/strings/string_view.h"
#include "server/access/access.h"

namespace klad::event {

class SeenLinks {
 public:
  virtual ~SeenLinks() = default;

  // Whether the caller sees this link now.
  virtual bool Sees(const access::Caller& caller,
                    absl::string_view link) const = 0;
};

}  // namespace klad::event

#endif  // KLAD_SERVER_EVENT_SEEN_LINKS_H_
