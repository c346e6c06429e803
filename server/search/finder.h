// Looks through the index for what a caller may see.
#ifndef KLAD_SERVER_SEARCH_FINDER_H_
#define KLAD_SERVER_SEARCH_FINDER_H_

#include <map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/search.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/base/clock.h"
#include "server/search/source.h"
#include "server/words/index.h"

namespace klad::search {

// All of it outlives what is made from it.
struct Parts {
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const words::Index* words = nullptr;
  std::vector<const Source*> sources;
};

// Thread-safe.
class Finder {
 public:
  explicit Finder(Parts parts) : parts_(std::move(parts)) {}

  // REASON_BAD_FIELD: words, limit. REASON_PERMISSION when the caller may read
  // no kind that it asks for. REASON_NOT_FOUNDED.
  absl::Status Find(const access::Caller& caller,
                    const v1::FindRequest& request,
                    v1::FindResponse* response) const;

 private:
  struct Asked {
    const Source* source = nullptr;
    Source::Sight sight;
  };
  using AskedByKind = std::map<v1::SearchKind, Asked>;

  absl::StatusOr<AskedByKind> SourcesFor(const access::Caller& caller,
                                         const v1::FindRequest& request) const;

  const Parts parts_;
};

}  // namespace klad::search

#endif  // KLAD_SERVER_SEARCH_FINDER_H_
