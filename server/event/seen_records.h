// What an event of a link or a playbook must ask another feature.
#ifndef KLAD_SERVER_EVENT_SEEN_RECORDS_H_
#define KLAD_SERVER_EVENT_SEEN_RECORDS_H_

#include "absl/strings/string_view.h"
#include "server/access/access.h"

namespace klad::event {

class SeenRecords {
 public:
  virtual ~SeenRecords() = default;

  // Whether the caller sees it now.
  virtual bool SeesLink(const access::Caller& caller,
                        absl::string_view link) const = 0;
  virtual bool SeesPlaybook(const access::Caller& caller,
                            absl::string_view playbook) const = 0;
};

}  // namespace klad::event

#endif  // KLAD_SERVER_EVENT_SEEN_RECORDS_H_
