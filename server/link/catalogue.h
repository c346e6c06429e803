// All links in memory, as they are looked up: about 1 KiB each.
#ifndef KLAD_SERVER_LINK_CATALOGUE_H_
#define KLAD_SERVER_LINK_CATALOGUE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/link.pb.h"
#include "server/base/named_records.h"
#include "server/store/store.h"
#include "server/words/index.h"

namespace klad::link {

// A link and what of it is compared, folded (words/folding.h). Immutable.
struct Known {
  explicit Known(v1::Link from);

  const std::string& id() const { return link.id(); }
  uint64_t order() const { return link.revision(); }

  v1::Link link;
  std::string name;
  std::string category;
};

// Thread-safe; never waits for a disk.
class Catalogue : public NamedRecords<Known> {
 public:
  // Reads every link of the store. kDataLoss when one is damaged. The index is
  // told of every link, now and later, and outlives the catalogue.
  static absl::StatusOr<std::unique_ptr<Catalogue>> Load(store::Store* store,
                                                         words::Index* words);

  explicit Catalogue(words::Index* words) : words_(words) {}

  // What was committed; of two revisions the newer stays.
  void Put(const store::v1::LinkRecord& record);

 private:
  words::Index* const words_;
};

// kDataLoss for what is no link of that key.
absl::StatusOr<store::v1::LinkRecord> ParseRecord(const store::Entry& entry);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_CATALOGUE_H_
