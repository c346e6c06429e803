// What search must ask the feature whose records it finds.
#ifndef KLAD_SERVER_SEARCH_SOURCE_H_
#define KLAD_SERVER_SEARCH_SOURCE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/search.pb.h"
#include "server/access/access.h"

namespace klad::search {

// A record as it is shown.
struct Described {
  std::string name;
  std::string title;
  std::string category;
  std::vector<std::string> lines;  // what says most first
};

// Thread-safe; waits for nothing but the store.
class Source {
 public:
  virtual ~Source() = default;

  virtual v1::SearchKind kind() const = 0;
  // Who may read records of this kind at all.
  virtual absl::string_view permission() const = 0;

  // Whether the caller sees a record now: for one answer. It must not call the
  // index.
  using Sight = std::function<bool(absl::string_view id)>;
  virtual absl::StatusOr<Sight> SightOf(const access::Caller& caller) const = 0;

  // Whoever sees it; nothing when it is not there any more.
  virtual std::optional<Described> Describe(absl::string_view id) const = 0;
};

}  // namespace klad::search

#endif  // KLAD_SERVER_SEARCH_SOURCE_H_
