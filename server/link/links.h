// The link map of a running server.
#ifndef KLAD_SERVER_LINK_LINKS_H_
#define KLAD_SERVER_LINK_LINKS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "server/link/catalogue.h"
#include "server/link/checks.h"
#include "server/link/parts.h"
#include "server/link/reader.h"
#include "server/link/uses.h"
#include "server/link/writer.h"

namespace klad::link {

// Thread-safe.
class Links {
 public:
  // Reads all links; `parts` without the index key, which is made of `seal`.
  static absl::StatusOr<std::unique_ptr<Links>> Open(Parts parts,
                                                     const Secret& seal);

  const Reader& reader() const { return reader_; }
  const Writer& writer() const { return writer_; }
  const Checks& checks() const { return checks_; }

  // Returns when the uses that were counted are durable: before a server ends.
  absl::Status Flush() { return uses_.Flush(); }

 private:
  Links(Parts parts, std::unique_ptr<IndexKey> index,
        std::unique_ptr<Catalogue> catalogue);

  const std::unique_ptr<IndexKey> index_;
  const std::unique_ptr<Catalogue> catalogue_;
  Uses uses_;
  const Reader reader_;
  const Writer writer_;
  const Checks checks_;
};

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_LINKS_H_
