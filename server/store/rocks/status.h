// RocksDB's statuses as ours.
#ifndef KLAD_SERVER_STORE_ROCKS_STATUS_H_
#define KLAD_SERVER_STORE_ROCKS_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/status.h"

namespace klad::store {

// OK stays OK; damage is kDataLoss, everything else kUnavailable. `doing`
// begins the sentence, such as "cannot read".
absl::Status FromRocks(const rocksdb::Status& status, absl::string_view doing);

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_STATUS_H_
