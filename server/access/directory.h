// The replayed roster, as the server serves by it.
#ifndef KLAD_SERVER_ACCESS_DIRECTORY_H_
#define KLAD_SERVER_ACCESS_DIRECTORY_H_

#include <memory>

#include "absl/status/status.h"
#include "crypto/roster/state.h"
#include "klad/v1/news.pb.h"
#include "server/store/store.h"

namespace klad::access {

// Thread-safe; never waits for a disk.
class Directory {
 public:
  virtual ~Directory() = default;

  struct Snapshot {
    std::shared_ptr<const crypto::roster::State> state;  // null: not founded
    store::Revision revision = 0;  // of kRosterHeadKey, to expect in a commit
    // When a backup was restored that no owner has accepted; 0: none was.
    // Until then nothing new is written, so that what clients hand back fits.
    int64_t restored_ms = 0;
  };
  virtual Snapshot Now() const = 0;
};

// What a caller does not know yet.
class NewsSource {
 public:
  virtual ~NewsSource() = default;

  // Entries and the ledger's head after what `known` says; REASON_BEHIND when
  // the caller knows more than this server.
  virtual absl::Status Fill(const v1::Known& known, v1::News* news) const = 0;
};

}  // namespace klad::access

#endif  // KLAD_SERVER_ACCESS_DIRECTORY_H_
