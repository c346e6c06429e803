// Looking links up.
#ifndef KLAD_SERVER_LINK_READER_H_
#define KLAD_SERVER_LINK_READER_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/link.pb.h"
#include "server/access/access.h"
#include "server/access/viewer.h"
#include "server/link/catalogue.h"
#include "server/link/parts.h"
#include "server/link/uses.h"

namespace klad::link {

// Thread-safe. What the caller does not see is not there (access/viewer.h).
class Reader {
 public:
  // Both outlive the reader.
  Reader(const Parts& parts, const Catalogue* catalogue, Uses* uses)
      : parts_(parts), catalogue_(catalogue), uses_(uses) {}

  // What the link is called now; empty when there is none, or the caller does
  // not see it.
  std::string NameOf(const access::Caller& caller,
                     absl::string_view link) const;

  // Whether the caller sees a link now, and it has not ended: for one answer.
  using Sight = std::function<bool(absl::string_view link)>;
  absl::StatusOr<Sight> SightOf(const access::Caller& caller) const;
  // Whoever sees it.
  std::optional<v1::Link> ById(absl::string_view link) const;

  absl::Status Resolve(const access::Caller& caller,
                       const v1::ResolveLinkRequest& request,
                       v1::ResolveLinkResponse* response) const;
  // REASON_BAD_FIELD: limit. A page ends early when it passes half a MiB.
  absl::Status List(const access::Caller& caller,
                    const v1::ListLinksRequest& request,
                    v1::ListLinksResponse* response) const;
  // REASON_BAD_FIELD: limit, since_ms. Reads what is counted: waits for the
  // disk.
  absl::Status ListUses(const access::Caller& caller,
                        const v1::ListLinkUsesRequest& request,
                        v1::ListLinkUsesResponse* response) const;
  absl::Status ListCategories(const access::Caller& caller,
                              v1::ListCategoriesResponse* response) const;

 private:
  // REASON_NOT_FOUNDED.
  absl::StatusOr<access::Viewer> ViewerFor(const access::Caller& caller) const;

  const Parts parts_;
  const Catalogue* const catalogue_;
  Uses* const uses_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_READER_H_
