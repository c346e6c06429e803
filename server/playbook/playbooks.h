// The playbooks of a running server.
#ifndef KLAD_SERVER_PLAYBOOK_PLAYBOOKS_H_
#define KLAD_SERVER_PLAYBOOK_PLAYBOOKS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "server/playbook/actor.h"
#include "server/playbook/catalogue.h"
#include "server/playbook/parts.h"
#include "server/playbook/reader.h"
#include "server/playbook/writer.h"

namespace klad::playbook {

// Thread-safe.
class Playbooks {
 public:
  // Reads all playbooks; `parts` without the index key, which is made of
  // `seal`.
  static absl::StatusOr<std::unique_ptr<Playbooks>> Open(Parts parts,
                                                         const Secret& seal);

  const Reader& reader() const { return reader_; }
  const Writer& writer() const { return writer_; }
  const Actor& actor() const { return actor_; }

 private:
  Playbooks(const Parts& parts, std::unique_ptr<IndexKey> index,
            std::unique_ptr<Catalogue> catalogue);

  const std::unique_ptr<IndexKey> index_;
  const std::unique_ptr<Catalogue> catalogue_;
  const Reader reader_;
  const Writer writer_;
  const Actor actor_;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_PLAYBOOKS_H_
