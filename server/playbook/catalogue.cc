#include "server/playbook/catalogue.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "server/playbook/records.h"
#include "server/playbook/rules.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"

namespace klad::playbook {

Known::Known(v1::Playbook from, store::Revision at)
    : playbook(std::move(from)),
      stored(at),
      name(words::FoldName(playbook.name())),
      category(words::FoldCategory(playbook.category())) {
  playbook.set_due_ms(DueMs(playbook));
}

absl::StatusOr<std::unique_ptr<Catalogue>> Catalogue::Load(
    store::Store* store, words::Index* words) {
  auto catalogue = std::make_unique<Catalogue>(words);
  RETURN_IF_ERROR(
      store::ForEach(store, store::Range::Prefix(store::kPlaybookPrefix),
                     [&](const store::Entry& entry) -> absl::Status {
                       ASSIGN_OR_RETURN(const store::v1::PlaybookRecord record,
                                        ParseRecord(entry));
                       catalogue->Put(record, entry.revision);
                       return absl::OkStatus();
                     }));
  return catalogue;
}

void Catalogue::Put(const store::v1::PlaybookRecord& record,
                    store::Revision stored) {
  const v1::Playbook& playbook = record.playbook();
  words_->Put({v1::SEARCH_KIND_PLAYBOOK, playbook.id()}, stored,
              playbook.name(), record.terms());
  NamedRecords::Put(std::make_shared<const Known>(playbook, stored));
}

}  // namespace klad::playbook
