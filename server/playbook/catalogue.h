// All playbooks in memory, without their texts: about 1 KiB each.
#ifndef KLAD_SERVER_PLAYBOOK_CATALOGUE_H_
#define KLAD_SERVER_PLAYBOOK_CATALOGUE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/playbook.pb.h"
#include "klad/v1/playbook.pb.h"
#include "server/base/named_records.h"
#include "server/store/store.h"
#include "server/words/index.h"

namespace klad::playbook {

// A playbook as it is answered, and what of it is compared, folded
// (words/folding.h). Immutable.
struct Known {
  Known(v1::Playbook from, store::Revision at);

  const std::string& id() const { return playbook.id(); }
  store::Revision order() const { return stored; }

  v1::Playbook playbook;
  store::Revision stored;  // of the commit that brought it
  std::string name;
  std::string category;
};

// Thread-safe; never waits for a disk.
class Catalogue : public NamedRecords<Known> {
 public:
  // Reads every playbook of the store, and has its words found. kDataLoss when
  // one is damaged. The index outlives the catalogue.
  static absl::StatusOr<std::unique_ptr<Catalogue>> Load(store::Store* store,
                                                         words::Index* words);

  explicit Catalogue(words::Index* words) : words_(words) {}

  // What was committed; of two commits the newer stays.
  void Put(const store::v1::PlaybookRecord& record, store::Revision stored);

 private:
  words::Index* const words_;
};

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_CATALOGUE_H_
