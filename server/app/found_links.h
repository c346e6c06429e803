// What search asks of links.
#ifndef KLAD_SERVER_APP_FOUND_LINKS_H_
#define KLAD_SERVER_APP_FOUND_LINKS_H_

#include "server/link/links.h"
#include "server/link/words.h"
#include "server/search/source.h"

namespace klad::app {

class FoundLinks : public search::Source {
 public:
  explicit FoundLinks(const link::Links* links) : links_(links) {}

  v1::SearchKind kind() const override { return v1::SEARCH_KIND_LINK; }
  absl::string_view permission() const override { return "link.read"; }
  absl::StatusOr<Sight> SightOf(const access::Caller& caller) const override {
    return links_->reader().SightOf(caller);
  }
  std::optional<search::Described> Describe(
      absl::string_view id) const override {
    const auto link = links_->reader().ById(id);
    if (!link.has_value()) return std::nullopt;
    return search::Described{link->name(), link->title(), link->category(),
                             link::LinesOf(*link)};
  }

 private:
  const link::Links* const links_;
};

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_FOUND_LINKS_H_
