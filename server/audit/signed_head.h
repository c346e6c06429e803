// The newest head that is on disk, signed at most once.
#ifndef KLAD_SERVER_AUDIT_SIGNED_HEAD_H_
#define KLAD_SERVER_AUDIT_SIGNED_HEAD_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "crypto/base/mutex.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/audit/chain.h"

namespace klad::audit {

// Signs with the audit key that the roster names. Called by one thread at a
// time.
class HeadSigner {
 public:
  virtual ~HeadSigner() = default;
  virtual std::string Sign(const trust::v1::Position& head) = 0;
};

// Safe for concurrent use.
class SignedHead {
 public:
  explicit SignedHead(HeadSigner* signer) : signer_(signer) {}

  void Set(const ChainHead& head);

  // Signs when this head was not asked for before.
  std::shared_ptr<const trust::v1::LedgerHead> Get();

 private:
  HeadSigner* const signer_;
  Mutex mutex_;
  ChainHead head_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const trust::v1::LedgerHead> signed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::audit

#endif  // KLAD_SERVER_AUDIT_SIGNED_HEAD_H_
