// Looking links up.
#ifndef KLAD_SERVER_LINK_READER_H_
#define KLAD_SERVER_LINK_READER_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "klad/v1/link.pb.h"
#include "server/access/access.h"
#include "server/link/catalogue.h"
#include "server/link/parts.h"
#include "server/link/viewer.h"

namespace klad::link {

// Thread-safe. What the caller does not see is not there (viewer.h).
class Reader {
 public:
  // The catalogue outlives the reader.
  Reader(const Parts& parts, const Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  absl::Status Resolve(const access::Caller& caller,
                       const v1::ResolveLinkRequest& request,
                       v1::ResolveLinkResponse* response) const;
  // REASON_BAD_FIELD: limit. A page ends early when it passes half a MiB.
  absl::Status List(const access::Caller& caller,
                    const v1::ListLinksRequest& request,
                    v1::ListLinksResponse* response) const;
  absl::Status ListCategories(const access::Caller& caller,
                              v1::ListCategoriesResponse* response) const;

 private:
  // REASON_NOT_FOUNDED.
  absl::StatusOr<Viewer> ViewerFor(const access::Caller& caller) const;

  const Parts parts_;
  const Catalogue* const catalogue_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_READER_H_
