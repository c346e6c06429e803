// Looking playbooks up.
#ifndef KLAD_SERVER_PLAYBOOK_READER_H_
#define KLAD_SERVER_PLAYBOOK_READER_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/v1/playbook.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/access/viewer.h"
#include "server/playbook/catalogue.h"
#include "server/playbook/parts.h"

namespace klad::playbook {

// Thread-safe. What the caller does not see is not there (rules.h).
class Reader {
 public:
  // The catalogue outlives the reader.
  Reader(const Parts& parts, const Catalogue* catalogue)
      : parts_(parts), catalogue_(catalogue) {}

  // Whether the caller sees the playbook now; of none, no.
  bool Sees(const access::Caller& caller, absl::string_view playbook) const;

  // Whether the caller sees a playbook now, and it is not retired: for one
  // answer. REASON_NOT_FOUNDED.
  using Sight = std::function<bool(absl::string_view playbook)>;
  absl::StatusOr<Sight> SightOf(const access::Caller& caller) const;

  // Whoever sees it, with its newest text. kNotFound when there is none.
  struct Whole {
    v1::Playbook playbook;
    std::string text;
  };
  absl::StatusOr<Whole> ById(absl::string_view playbook) const;

  // REASON_PLAYBOOK_REFUSED, rule revision: there is no such one.
  absl::Status Get(const access::Caller& caller,
                   const v1::GetPlaybookRequest& request,
                   v1::GetPlaybookResponse* response) const;
  // REASON_BAD_FIELD: limit. A page ends early when it passes half a MiB.
  absl::Status List(const access::Caller& caller,
                    const v1::ListPlaybooksRequest& request,
                    v1::ListPlaybooksResponse* response) const;
  // REASON_PLAYBOOK_UNKNOWN; REASON_BAD_FIELD: limit.
  absl::Status ListRevisions(const access::Caller& caller,
                             const v1::ListPlaybookRevisionsRequest& request,
                             v1::ListPlaybookRevisionsResponse* response) const;
  // REASON_PLAYBOOK_UNKNOWN.
  absl::Status ListSigners(const access::Caller& caller,
                           const v1::ListPlaybookSignersRequest& request,
                           v1::ListPlaybookSignersResponse* response) const;

 private:
  // Whoever asks, on the roster as it is now.
  struct Asking {
    access::Directory::Snapshot now;
    access::Viewer viewer;
  };
  // REASON_NOT_FOUNDED.
  absl::StatusOr<Asking> Begin(const access::Caller& caller) const;
  // REASON_PLAYBOOK_UNKNOWN.
  absl::StatusOr<Catalogue::Entry> Find(const access::Viewer& viewer,
                                        absl::string_view id) const;
  void AddNear(absl::string_view name, const access::Viewer& viewer,
               v1::GetPlaybookResponse* response) const;
  void AddReferences(const access::Caller& caller, const access::Viewer& viewer,
                     v1::GetPlaybookResponse* response) const;

  const Parts parts_;
  const Catalogue* const catalogue_;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_READER_H_
