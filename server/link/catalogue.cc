#include "server/link/catalogue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/id.h"
#include "server/link/keys.h"
#include "server/link/words.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"

namespace klad::link {

using store::v1::LinkRecord;

Known::Known(v1::Link from)
    : link(std::move(from)),
      name(words::FoldName(link.name())),
      category(words::FoldCategory(link.category())) {}

absl::StatusOr<LinkRecord> ParseRecord(const store::Entry& entry) {
  LinkRecord record;
  if (!record.ParseFromString(entry.value) ||
      RecordKey(record.link().id()) != entry.key) {
    return absl::DataLossError(
        absl::StrCat("the link under key ", Hex(entry.key), " is damaged"));
  }
  return record;
}

absl::StatusOr<std::unique_ptr<Catalogue>> Catalogue::Load(
    store::Store* store, words::Index* words) {
  auto catalogue = std::make_unique<Catalogue>(words);
  RETURN_IF_ERROR(
      store::ForEach(store, store::Range::Prefix(store::kLinkPrefix),
                     [&](const store::Entry& entry) -> absl::Status {
                       ASSIGN_OR_RETURN(LinkRecord record, ParseRecord(entry));
                       // One that was written before words were looked for.
                       if (!record.has_terms()) {
                         *record.mutable_terms() = TermsOf(record.link());
                       }
                       catalogue->Put(record);
                       return absl::OkStatus();
                     }));
  return catalogue;
}

void Catalogue::Put(const LinkRecord& record) {
  const v1::Link& link = record.link();
  words_->Put({v1::SEARCH_KIND_LINK, link.id()}, link.revision(), link.name(),
              record.terms());
  NamedRecords::Put(std::make_shared<const Known>(link));
}

}  // namespace klad::link
