#include "server/playbook/records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/playbook/keys.h"

namespace klad::playbook {

using store::v1::PlaybookRecord;
using store::v1::PlaybookRevisionRecord;

absl::StatusOr<PlaybookRecord> ParseRecord(const store::Entry& entry) {
  PlaybookRecord record;
  if (record.ParseFromString(entry.value) &&
      RecordKey(record.playbook().id()) == entry.key) {
    return record;
  }
  return absl::DataLossError(
      absl::StrCat("the playbook under key ", Hex(entry.key), " is damaged"));
}

absl::StatusOr<PlaybookRevisionRecord> ParseRevision(
    const store::Entry& entry) {
  PlaybookRevisionRecord record;
  if (record.ParseFromString(entry.value) &&
      RevisionKey(record.playbook().id(), record.revision().revision()) ==
          entry.key) {
    return record;
  }
  return absl::DataLossError(absl::StrCat(
      "the revision of a playbook under key ", Hex(entry.key), " is damaged"));
}

absl::StatusOr<Stored> Load(store::Store* store, absl::string_view playbook) {
  Stored stored;
  const auto entry = store->Get(RecordKey(playbook));
  if (absl::IsNotFound(entry.status())) return stored;
  RETURN_IF_ERROR(entry.status());
  ASSIGN_OR_RETURN(stored.record, ParseRecord(*entry));
  stored.revision = entry->revision;
  return stored;
}

absl::StatusOr<PlaybookRevisionRecord> LoadRevision(store::Store* store,
                                                    absl::string_view playbook,
                                                    uint64_t revision) {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   store->Get(RevisionKey(playbook, revision)));
  return ParseRevision(entry);
}

absl::StatusOr<std::string> LoadText(store::Store* store,
                                     absl::string_view playbook,
                                     uint64_t text_revision) {
  auto brought = LoadRevision(store, playbook, text_revision);
  if (brought.ok()) return std::move(*brought->mutable_text());
  if (!absl::IsNotFound(brought.status())) return brought.status();
  return absl::DataLossError(absl::StrCat("revision ", text_revision,
                                          " of the playbook ", Hex(playbook),
                                          " is missing"));
}

}  // namespace klad::playbook
