// The safes as they stand: head, authenticated map and what left each, in
// memory, read from the store when a safe is first asked for.
#ifndef KLAD_SERVER_CREDENTIAL_SAFE_BOOKS_H_
#define KLAD_SERVER_CREDENTIAL_SAFE_BOOKS_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "crypto/base/mutex.h"
#include "crypto/roster/state.h"
#include "crypto/vault/check.h"
#include "server/store/store.h"

namespace klad::credential {

// One safe. Its lock is never held across a commit: two changes checked
// against one head both expect its revision, and one of them loses.
class SafeBook {
 public:
  // Safes by the credential that went there.
  using Moved = absl::flat_hash_map<std::string, std::string>;

  SafeBook(crypto::vault::SafeState state, Moved moved,
           store::Revision revision)
      : state_(std::move(state)),
        moved_(std::move(moved)),
        revision_(revision) {}

  struct Head {
    trust::v1::Position position;
    store::Revision revision = 0;  // of its key; 0: there is none yet
  };
  Head head() const ABSL_LOCKS_EXCLUDED(mutex_);

  // Where the credential's newest header hangs under the root of the head.
  struct Proof {
    Head head;
    absl::optional<crypto::Digest> header;  // nullopt: it is not there
    crypto::vault::MapProof path;
  };
  Proof Prove(absl::string_view credential) const ABSL_LOCKS_EXCLUDED(mutex_);

  // The safe that the credential left this one for, if it did.
  absl::optional<std::string> WhereTo(absl::string_view credential) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  struct Checked {
    crypto::vault::CheckedChange change;
    store::Revision revision = 0;  // of the head it was checked against
  };
  // As CheckChange; kAborted when `previous` is not the head.
  absl::StatusOr<Checked> Check(const crypto::roster::State& roster,
                                crypto::vault::NewestHeader newest,
                                const trust::v1::Position& previous,
                                const trust::v1::Signed& change) const
      ABSL_LOCKS_EXCLUDED(mutex_);

  // Takes a change that was committed.
  void Accept(const crypto::vault::CheckedChange& change,
              store::Revision revision) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  mutable Mutex mutex_;
  crypto::vault::SafeState state_ ABSL_GUARDED_BY(mutex_);
  Moved moved_ ABSL_GUARDED_BY(mutex_);
  store::Revision revision_ ABSL_GUARDED_BY(mutex_);
};

// Thread-safe.
class SafeBooks {
 public:
  SafeBooks(std::string organisation, store::Store* store)
      : organisation_(std::move(organisation)), store_(store) {}

  // kDataLoss when the records do not give the root of the head.
  absl::StatusOr<std::shared_ptr<SafeBook>> Open(absl::string_view safe)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  absl::StatusOr<std::shared_ptr<SafeBook>> Load(absl::string_view safe);

  const std::string organisation_;
  store::Store* const store_;
  Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<SafeBook>> books_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_SAFE_BOOKS_H_
