// The commit witness: a file beside the database that remembers the newest
// acknowledged batch. RocksDB silently drops a damaged tail of its log; with
// the witness such a loss is seen at the next start.
//
// Two slots, at 0 and 4096, are written in turn and synced before a batch is
// acknowledged: "kladwit1", revision (8 bytes, big endian), chain (32),
// BLAKE2b-256 of all that. A torn slot leaves the other.
#ifndef KLAD_SERVER_STORE_ROCKS_WITNESS_H_
#define KLAD_SERVER_STORE_ROCKS_WITNESS_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"
#include "server/store/rocks/tip.h"

namespace klad::store {

// For one thread at a time.
class Witness {
 public:
  // A new file; on disk when the caller has synced its folder.
  static absl::Status Create(rocksdb::Env* env, const std::string& path,
                             const Tip& tip);

  // kDataLoss when no slot can be read. Changes nothing.
  static absl::StatusOr<std::unique_ptr<Witness>> Open(rocksdb::Env* env,
                                                       const std::string& path);

  // OK when a store at `tip` has everything that was acknowledged: it is
  // where the witness is, or one batch further. kDataLoss otherwise.
  absl::Status Check(const Tip& tip) const;

  // Returns when it is on disk. After an error the witness is unusable.
  absl::Status Advance(const Tip& tip);

 private:
  explicit Witness(std::unique_ptr<rocksdb::RandomRWFile> file)
      : file_(std::move(file)) {}

  absl::Status ReadSlot(Revision parity);

  const std::unique_ptr<rocksdb::RandomRWFile> file_;
  Revision revision_ = 0;
  std::string chain_;  // empty: nothing read
};

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_WITNESS_H_
