// All playbooks in memory, without their texts: about 1 KiB each.
#ifndef KLAD_SERVER_PLAYBOOK_CATALOGUE_H_
#define KLAD_SERVER_PLAYBOOK_CATALOGUE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "klad/store/v1/playbook.pb.h"
#include "klad/v1/playbook.pb.h"
#include "server/store/store.h"
#include "server/words/index.h"

namespace klad::playbook {

// A playbook as it is answered, and what of it is compared, folded
// (words/folding.h). Immutable.
struct Known {
  Known(v1::Playbook from, store::Revision at);

  v1::Playbook playbook;
  store::Revision stored;  // of the commit that brought it
  std::string name;
  std::string category;
};

// Thread-safe; never waits for a disk.
class Catalogue {
 public:
  using Entry = std::shared_ptr<const Known>;
  using Sorted = std::shared_ptr<const std::vector<Entry>>;

  // Reads every playbook of the store, and has its words found. kDataLoss when
  // one is damaged. The index outlives the catalogue.
  static absl::StatusOr<std::unique_ptr<Catalogue>> Load(store::Store* store,
                                                         words::Index* words);

  explicit Catalogue(words::Index* words) : words_(words) {}

  // What was committed; of two commits the newer stays.
  void Put(const store::v1::PlaybookRecord& record, store::Revision stored);

  Entry ById(absl::string_view id) const;  // null: no such playbook
  Entry ByName(absl::string_view folded) const;
  // By name; as it was at some moment of the call.
  Sorted All() const;

 private:
  words::Index* const words_;
  mutable Mutex mutex_;
  absl::flat_hash_map<std::string, Entry> by_id_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Entry> by_name_ ABSL_GUARDED_BY(mutex_);
  mutable Sorted sorted_ ABSL_GUARDED_BY(mutex_);  // null: not made yet
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_CATALOGUE_H_
