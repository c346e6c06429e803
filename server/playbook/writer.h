// Creating and editing playbooks. The playbook, its revision, its index key and
// the record of who did it are one batch.
#ifndef KLAD_SERVER_PLAYBOOK_WRITER_H_
#define KLAD_SERVER_PLAYBOOK_WRITER_H_

#include "absl/status/status.h"
#include "klad/v1/playbook.pb.h"
#include "server/access/access.h"
#include "server/playbook/catalogue.h"
#include "server/playbook/parts.h"

namespace klad::playbook {

// Thread-safe; blocks until what it did is durable. REASON_PERMISSION when the
// caller may not write any more; REASON_RESTORED while a restored backup waits;
// REASON_PLAYBOOK_REFUSED, REASON_PLAYBOOK_NAME_TAKEN, REASON_PLAYBOOK_CYCLE:
// nothing was changed. What a text refers to must be seen by the caller, or
// have stood in the text before.
class Writer {
 public:
  // The catalogue outlives the writer.
  Writer(const Parts& parts, Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  absl::Status Create(const access::Caller& caller,
                      const v1::CreatePlaybookRequest& request,
                      v1::CreatePlaybookResponse* response) const;

  // REASON_PLAYBOOK_UNKNOWN, REASON_PLAYBOOK_MOVED.
  absl::Status Edit(const access::Caller& caller,
                    const v1::EditPlaybookRequest& request,
                    v1::EditPlaybookResponse* response) const;

 private:
  const Parts parts_;
  Catalogue* const catalogue_;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_WRITER_H_
