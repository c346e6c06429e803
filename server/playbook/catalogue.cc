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
  const Entry entry = std::make_shared<const Known>(playbook, stored);
  MutexLock lock(&mutex_);
  Entry& kept = by_id_[playbook.id()];
  if (kept != nullptr) {
    if (kept->stored >= stored) return;
    const auto named = by_name_.find(kept->name);
    if (named != by_name_.end() && named->second == kept) {
      by_name_.erase(named);
    }
  }
  kept = entry;
  by_name_[entry->name] = entry;
  sorted_ = nullptr;
}

Catalogue::Entry Catalogue::ById(absl::string_view id) const {
  MutexLock lock(&mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

Catalogue::Entry Catalogue::ByName(absl::string_view folded) const {
  MutexLock lock(&mutex_);
  const auto found = by_name_.find(std::string(folded));
  return found == by_name_.end() ? nullptr : found->second;
}

Catalogue::Sorted Catalogue::All() const {
  MutexLock lock(&mutex_);
  if (sorted_ == nullptr) {
    auto all = std::make_shared<std::vector<Entry>>();
    all->reserve(by_name_.size());
    for (const auto& [name, entry] : by_name_) all->push_back(entry);
    sorted_ = std::move(all);
  }
  return sorted_;
}

}  // namespace klad::playbook
