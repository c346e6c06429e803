// Creating and editing links. The link, its index keys and the record of who
// did it are one batch.
#ifndef KLAD_SERVER_LINK_WRITER_H_
#define KLAD_SERVER_LINK_WRITER_H_

#include "absl/status/status.h"
#include "klad/v1/link.pb.h"
#include "server/access/access.h"
#include "server/link/catalogue.h"
#include "server/link/parts.h"

namespace klad::link {

inline constexpr int kMostLinks = 20;  // of one request

// Thread-safe; blocks until what it did is durable. REASON_BAD_FIELD for none
// or too many links; REASON_PERMISSION when the caller may not write any more;
// REASON_RESTORED while a restored backup waits.
class Writer {
 public:
  // The catalogue outlives the writer.
  Writer(const Parts& parts, Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  absl::Status Create(const access::Caller& caller,
                      const v1::CreateLinksRequest& request,
                      v1::CreateLinksResponse* response) const;

  // REASON_LINK_UNKNOWN, REASON_LINK_MOVED, REASON_LINK_NAME_TAKEN,
  // REASON_LINK_REFUSED: then nothing was changed.
  absl::Status Edit(const access::Caller& caller,
                    const v1::EditLinksRequest& request,
                    v1::EditLinksResponse* response) const;

 private:
  const Parts parts_;
  Catalogue* const catalogue_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_WRITER_H_
