// Playbooks as they lie in the store.
#ifndef KLAD_SERVER_PLAYBOOK_RECORDS_H_
#define KLAD_SERVER_PLAYBOOK_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/playbook.pb.h"
#include "server/store/store.h"

namespace klad::playbook {

// kDataLoss for what is none of that key.
absl::StatusOr<store::v1::PlaybookRecord> ParseRecord(
    const store::Entry& entry);
absl::StatusOr<store::v1::PlaybookRevisionRecord> ParseRevision(
    const store::Entry& entry);

struct Stored {
  store::v1::PlaybookRecord record;
  store::Revision revision = 0;  // 0: there is none
};
absl::StatusOr<Stored> Load(store::Store* store, absl::string_view playbook);

// kNotFound when there is none of that number.
absl::StatusOr<store::v1::PlaybookRevisionRecord> LoadRevision(
    store::Store* store, absl::string_view playbook, uint64_t revision);

// The text that this revision brought. kDataLoss when there is none.
absl::StatusOr<std::string> LoadText(store::Store* store,
                                     absl::string_view playbook,
                                     uint64_t text_revision);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_RECORDS_H_
