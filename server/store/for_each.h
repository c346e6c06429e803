// Every entry of a range, page after page.
#ifndef KLAD_SERVER_STORE_FOR_EACH_H_
#define KLAD_SERVER_STORE_FOR_EACH_H_

#include <string>

#include "absl/status/status.h"
#include "crypto/base/status_macros.h"
#include "server/store/store.h"

namespace klad::store {

// Calls visit(const Entry&) -> absl::Status in the order of keys, until the
// first error, which is the answer. Each page is read as the store is then.
template <typename Visit>
absl::Status ForEach(Store* store, const Range& range, Visit&& visit) {
  std::string after;
  for (bool more = true; more;) {
    ASSIGN_OR_RETURN(const Page page,
                     store->List(range, after, kMaxPageEntries));
    for (const Entry& entry : page.entries) {
      RETURN_IF_ERROR(visit(entry));
      after = entry.key;
    }
    more = page.more;
  }
  return absl::OkStatus();
}

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_FOR_EACH_H_
