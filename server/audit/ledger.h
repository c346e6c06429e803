// The commit queue and the ledger: the one way by which a running server
// changes its store. What is done and the record of it are one batch.
//
// Callers block; the head of their queue commits for all who wait, with one
// sync (the model is LevelDB's DBImpl::Write). It checks each transaction
// against the store, so a loser is refused alone, numbers and links the
// records, and hands down one batch. Nobody else may write to the store while
// a Ledger is open on it.
#ifndef KLAD_SERVER_AUDIT_LEDGER_H_
#define KLAD_SERVER_AUDIT_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/base/mutex.h"
#include "klad/trust/v1/ledger.pb.h"
#include "server/audit/chain.h"
#include "server/audit/group.h"
#include "server/audit/signed_head.h"
#include "server/base/bell.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace klad::audit {

struct Committed {
  store::Revision revision = 0;
  // Of the transaction's last record; without records, of the batch's.
  trust::v1::Position ledger;
};

// Records as they were hashed.
struct LinkedPage {
  std::string link;  // of the record that the page follows; empty for 0
  std::vector<std::string> records;
};

struct RecordPage {
  Records records;
  bool more = false;
};

// Safe for concurrent use. After a failed batch everything is refused with
// kUnavailable for good: start again. The same after Drain.
class Ledger {
 public:
  // All three must outlive the ledger. kDataLoss when the newest record
  // cannot be read.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(store::Store* store,
                                                      const Clock* clock,
                                                      HeadSigner* signer);
  // Without Drain, records that were posted may be lost.
  ~Ledger();

  // Returns when transaction and records are durable. Records come without
  // sequence, time and link. The transaction may be empty when there are
  // records, and together they keep to the common limits. kAborted when an
  // expectation fails, for this transaction alone: nothing of it happened.
  // kInvalidArgument beyond the limits or for ledger keys. kUnavailable: it
  // may have happened.
  absl::StatusOr<Committed> Commit(store::Transaction transaction,
                                   Records records);

  // For repeats of an exposure alone: queues the record without waiting for
  // it to be durable. It goes with the next batch, at the latest after 50 ms;
  // those of one caller and method that follow each other become one record.
  // Waits while 1,024 are queued.
  absl::Status Post(trust::v1::LedgerRecord repeats);

  // The newest head that is on disk, signed. Cheap: signed once a batch.
  std::shared_ptr<const trust::v1::LedgerHead> Head() { return head_.Get(); }

  // Up to `limit` (1 to 1000) records after a sequence; 0: from the first.
  absl::StatusOr<RecordPage> Read(uint64_t after, size_t limit);

  // The same as they were hashed, no more than about `bytes` of them, but one;
  // limit 0: the link alone. kNotFound when there is no record `after`.
  absl::StatusOr<LinkedPage> ReadLinked(uint64_t after, size_t limit,
                                        size_t bytes);

  // Rings when something was committed and can be read; whoever keeps what was
  // committed in memory too rings it again when that is up to date.
  Bell& bell() { return bell_; }

  // Refuses what comes from now on and returns when all that was posted is
  // durable.
  absl::Status Drain();

 private:
  struct Writer;
  enum class Turn { kWaits, kLeads, kDone };

  Ledger(store::Store* store, const Clock* clock, HeadSigner* signer,
         const ChainHead& head);

  // Returns when the writer's part is durable or refused. What comes from a
  // caller is refused while the ledger drains or after it has failed.
  absl::Status Run(Writer* writer, bool from_caller)
      ABSL_LOCKS_EXCLUDED(mutex_);
  // By whoever is at the head of the queue, until it is done itself; then the
  // next leads.
  void Lead(Writer* leader) ABSL_LOCKS_EXCLUDED(mutex_);
  void PassOn() ABSL_LOCKS_EXCLUDED(mutex_);
  // One batch for all who wait and fit. Returns those it has served, who are
  // in the queue no more.
  std::vector<Writer*> CommitForAll() ABSL_LOCKS_EXCLUDED(mutex_);
  Records TakePosted() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Leaves in `writers` those it has served.
  absl::Status CommitBatch(Records posted, std::vector<Writer*>* writers);
  void Fail(const absl::Status& status, const std::vector<Writer*>& writers)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Flush() ABSL_LOCKS_EXCLUDED(mutex_);
  bool HasPosted() ABSL_LOCKS_EXCLUDED(mutex_);
  // False when the ledger is at its end.
  bool WaitForPosted() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Refusal() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FlushLoop();

  store::Store* const store_;
  const Clock* const clock_;
  SignedHead head_;
  Bell bell_;
  // Belongs to whoever is at the head of the queue.
  ChainHead chain_;

  Mutex mutex_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Writer*> queue_ ABSL_GUARDED_BY(mutex_);
  std::deque<trust::v1::LedgerRecord> posted_ ABSL_GUARDED_BY(mutex_);
  CondVar posted_changed_;
  std::thread flusher_;
};

}  // namespace klad::audit

#endif  // KLAD_SERVER_AUDIT_LEDGER_H_
