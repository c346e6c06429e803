#include "server/audit/ledger.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/base/log.h"
#include "server/store/keyspace.h"

namespace klad::audit {
namespace {

constexpr std::chrono::milliseconds kPostDelay(50);
constexpr size_t kMaxPosted = 1024;
constexpr size_t kFlushAt = 512;
constexpr size_t kMaxPostedBytes = 1024;
constexpr int kMostRevealed = 32;  // in a record of repeats

bool IsLedgerKey(absl::string_view key) {
  return absl::StartsWith(key, store::kLedgerPrefix);
}

absl::Status CheckKeys(const store::Transaction& transaction) {
  const bool touches =
      std::any_of(transaction.puts.begin(), transaction.puts.end(),
                  [](const auto& put) { return IsLedgerKey(put.key); }) ||
      std::any_of(transaction.deletes.begin(), transaction.deletes.end(),
                  [](const auto& key) { return IsLedgerKey(key); });
  if (!touches) return absl::OkStatus();
  return absl::InvalidArgumentError("only the ledger writes ledger records");
}

absl::Status CheckContract(const store::Transaction& transaction,
                           const Records& records) {
  store::Limits limits = store::kCommonLimits;
  const size_t bytes = StoredBytes(records);
  if (records.size() > limits.mutations || bytes > limits.bytes) {
    return absl::InvalidArgumentError("too many ledger records at once");
  }
  if (transaction.mutations() + records.size() == 0) {
    return absl::InvalidArgumentError("the transaction changes nothing");
  }
  limits.mutations -= records.size();
  limits.bytes -= bytes;
  RETURN_IF_ERROR(store::CheckTransaction(transaction, limits));
  return CheckKeys(transaction);
}

absl::Status CheckPosted(const trust::v1::LedgerRecord& repeats) {
  if (repeats.ByteSizeLong() <= kMaxPostedBytes) return absl::OkStatus();
  return absl::InvalidArgumentError("a posted record is too long");
}

bool IsRepeats(const trust::v1::LedgerRecord& record) {
  return record.revealed_size() > 0 && record.subject().empty() &&
         record.reason().empty();
}

// Moves what the record shows into the one before it, where that is possible.
bool Join(trust::v1::LedgerRecord* record, trust::v1::LedgerRecord* before) {
  if (!IsRepeats(*record) || !IsRepeats(*before) ||
      record->caller() != before->caller() ||
      record->method() != before->method() ||
      record->outcome() != before->outcome() ||
      record->revealed_size() + before->revealed_size() > kMostRevealed) {
    return false;
  }
  for (trust::v1::Revealed& revealed : *record->mutable_revealed()) {
    before->mutable_revealed()->Add(std::move(revealed));
  }
  return true;
}

}  // namespace

// One blocked caller. It is woken by a lock of its own: all who are woken at
// once would queue again for the ledger's.
struct Ledger::Writer {
  void Say(Turn turn) {
    MutexLock lock(&mutex);
    said = turn;
    wake.Signal();
  }
  Turn Hear() {
    MutexLock lock(&mutex);
    while (said == Turn::kWaits) wake.Wait(&mutex);
    return said;
  }

  store::Transaction transaction;
  Records records;
  Committed committed;
  absl::Status status;

  Mutex mutex;
  CondVar wake;
  Turn said = Turn::kWaits;
};

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(store::Store* store,
                                                     const Clock* clock,
                                                     HeadSigner* signer) {
  ASSIGN_OR_RETURN(const ChainHead head, FindHead(store));
  return absl::WrapUnique(new Ledger(store, clock, signer, head));
}

Ledger::Ledger(store::Store* store, const Clock* clock, HeadSigner* signer,
               const ChainHead& head)
    : store_(store), clock_(clock), head_(signer), chain_(head) {
  head_.Set(head);
  flusher_ = std::thread([this] { FlushLoop(); });
}

Ledger::~Ledger() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    posted_changed_.SignalAll();
  }
  flusher_.join();
}

absl::StatusOr<Committed> Ledger::Commit(store::Transaction transaction,
                                         Records records) {
  RETURN_IF_ERROR(CheckContract(transaction, records));
  Writer writer;
  writer.transaction = std::move(transaction);
  writer.records = std::move(records);
  RETURN_IF_ERROR(Run(&writer, /*from_caller=*/true));
  return std::move(writer.committed);
}

absl::Status Ledger::Post(trust::v1::LedgerRecord repeats) {
  RETURN_IF_ERROR(CheckPosted(repeats));
  MutexLock lock(&mutex_);
  while (Refusal().ok() && posted_.size() >= kMaxPosted) {
    posted_changed_.Wait(&mutex_);
  }
  RETURN_IF_ERROR(Refusal());
  if (!posted_.empty() && Join(&repeats, &posted_.back())) {
    return absl::OkStatus();
  }
  posted_.push_back(std::move(repeats));
  if (posted_.size() == 1 || posted_.size() >= kFlushAt) {
    posted_changed_.SignalAll();
  }
  return absl::OkStatus();
}

absl::StatusOr<RecordPage> Ledger::Read(uint64_t after, size_t limit) {
  ASSIGN_OR_RETURN(const store::Page page,
                   store_->List(store::Range::Prefix(store::kLedgerPrefix),
                                LedgerKey(after), limit));
  RecordPage records;
  records.more = page.more;
  for (const store::Entry& entry : page.entries) {
    ASSIGN_OR_RETURN(trust::v1::LedgerRecord record, ReadRecord(entry));
    records.records.push_back(std::move(record));
  }
  return records;
}

absl::StatusOr<LinkedPage> Ledger::ReadLinked(uint64_t after, size_t limit,
                                              size_t bytes) {
  LinkedPage linked;
  if (after > 0) {
    ASSIGN_OR_RETURN(const store::Entry entry, store_->Get(LedgerKey(after)));
    ASSIGN_OR_RETURN(linked.link, ReadLink(entry));
  }
  if (limit == 0) return linked;
  ASSIGN_OR_RETURN(const store::Page page,
                   store_->List(store::Range::Prefix(store::kLedgerPrefix),
                                LedgerKey(after), limit));
  size_t sum = 0;
  for (const store::Entry& entry : page.entries) {
    ASSIGN_OR_RETURN(std::string record, ReadHashed(entry));
    sum += record.size();
    if (sum > bytes && !linked.records.empty()) break;
    linked.records.push_back(std::move(record));
  }
  return linked;
}

absl::Status Ledger::Drain() {
  {
    MutexLock lock(&mutex_);
    draining_ = true;
    posted_changed_.SignalAll();
  }
  do {
    RETURN_IF_ERROR(Flush());
  } while (HasPosted());
  return absl::OkStatus();
}

absl::Status Ledger::Refusal() const {
  if (!failure_.ok()) return failure_;
  if (draining_) return absl::UnavailableError("the server is shutting down");
  return absl::OkStatus();
}

absl::Status Ledger::Flush() {
  Writer nothing;
  return Run(&nothing, /*from_caller=*/false);
}

bool Ledger::HasPosted() {
  MutexLock lock(&mutex_);
  return !posted_.empty();
}

bool Ledger::WaitForPosted() {
  MutexLock lock(&mutex_);
  while (posted_.empty() && !stopping_) posted_changed_.Wait(&mutex_);
  while (posted_.size() < kFlushAt && !stopping_ &&
         posted_changed_.WaitFor(&mutex_, kPostDelay)) {
  }
  return !stopping_;
}

void Ledger::FlushLoop() {
  // What fails is kept in failure_ for every later caller.
  while (WaitForPosted() && Flush().ok()) {
  }
}

absl::Status Ledger::Run(Writer* writer, bool from_caller) {
  Turn turn = Turn::kWaits;
  {
    MutexLock lock(&mutex_);
    if (from_caller) RETURN_IF_ERROR(Refusal());
    queue_.push_back(writer);
    if (queue_.size() == 1) turn = Turn::kLeads;
  }
  if (turn == Turn::kWaits) turn = writer->Hear();
  if (turn == Turn::kLeads) Lead(writer);
  return writer->status;
}

void Ledger::Lead(Writer* leader) {
  bool done = false;
  while (!done) {
    std::vector<Writer*> served = CommitForAll();
    for (Writer* writer : served) {
      if (writer == leader) {
        done = true;
      } else {
        writer->Say(Turn::kDone);
      }
    }
  }
  PassOn();
}

// Who came when nobody was left leads already: to be told so changes nothing.
void Ledger::PassOn() {
  MutexLock lock(&mutex_);
  if (!queue_.empty()) queue_.front()->Say(Turn::kLeads);
}

std::vector<Ledger::Writer*> Ledger::CommitForAll() {
  std::vector<Writer*> writers;
  Records posted;
  absl::Status status;
  {
    MutexLock lock(&mutex_);
    writers.assign(queue_.begin(), queue_.end());
    posted = TakePosted();
    status = failure_;
  }
  if (status.ok()) status = CommitBatch(std::move(posted), &writers);
  MutexLock lock(&mutex_);
  if (!status.ok()) Fail(status, writers);
  queue_.erase(queue_.begin(),
               queue_.begin() + static_cast<ptrdiff_t>(writers.size()));
  return writers;
}

Records Ledger::TakePosted() {
  const size_t count =
      std::min(posted_.size(), store_->group_limits().mutations / 2);
  const auto end = posted_.begin() + static_cast<ptrdiff_t>(count);
  Records taken(std::make_move_iterator(posted_.begin()),
                std::make_move_iterator(end));
  posted_.erase(posted_.begin(), end);
  if (count > 0) posted_changed_.SignalAll();
  return taken;
}

absl::Status Ledger::CommitBatch(Records posted,
                                 std::vector<Writer*>* writers) {
  Group group(store_, chain_, clock_->NowMs());
  RETURN_IF_ERROR(group.Add({}, std::move(posted)));
  size_t served = 0;
  for (; served < writers->size(); ++served) {
    Writer* writer = (*writers)[served];
    if (!group.Fits(writer->transaction, writer->records)) break;
    writer->status =
        group.Add(std::move(writer->transaction), std::move(writer->records));
    writer->committed.ledger = group.head().ToPosition();
  }
  writers->resize(served);
  ASSIGN_OR_RETURN(const store::Revision revision, group.Commit());
  for (Writer* writer : *writers) writer->committed.revision = revision;
  chain_ = group.head();
  head_.Set(chain_);
  bell_.Ring();
  return absl::OkStatus();
}

void Ledger::Fail(const absl::Status& status,
                  const std::vector<Writer*>& writers) {
  if (failure_.ok()) {
    failure_ = absl::UnavailableError(
        absl::StrCat("the store took no batch: ", status.message()));
    Log(Severity::kError, "ledger-failed", {{"status", status.ToString()}});
    posted_changed_.SignalAll();
  }
  for (Writer* writer : writers) {
    if (writer->status.ok()) writer->status = failure_;
  }
}

}  // namespace klad::audit
