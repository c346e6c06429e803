#include "server/store/rocks/rocks_store.h"

#include <algorithm>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/write_batch.h"
#include "server/base/id.h"
#include "server/base/log.h"
#include "server/store/rocks/data_folder.h"
#include "server/store/rocks/options.h"
#include "server/store/rocks/status.h"
#include "server/store/rocks/witness.h"

namespace klad::store {
namespace {

constexpr size_t kRevisionBytes = 8;

rocksdb::Slice ToSlice(absl::string_view view) {
  return {view.data(), view.size()};
}

// A value is stored with its revision behind it.
absl::StatusOr<Revision> RevisionIn(absl::string_view stored,
                                    absl::string_view key) {
  Revision revision = 0;
  if (stored.size() < kRevisionBytes ||
      !ParseBigEndian(stored.substr(stored.size() - kRevisionBytes),
                      &revision)) {
    return absl::DataLossError(
        absl::StrCat("record ", Hex(key), " is damaged"));
  }
  return revision;
}

absl::Status ReadError(const rocksdb::Status& status, absl::string_view key) {
  return FromRocks(status, absl::StrCat("cannot read record ", Hex(key)));
}

void AddPut(const Put& put, absl::string_view revision,
            rocksdb::WriteBatch* batch) {
  const rocksdb::Slice key(put.key);
  const rocksdb::Slice value[2] = {put.value, ToSlice(revision)};
  // A batch in memory takes what fits its checked limits.
  batch->Put(rocksdb::SliceParts(&key, 1), rocksdb::SliceParts(value, 2))
      .PermitUncheckedError();
}

}  // namespace

RocksStore::RocksStore(RocksOptions options) : options_(std::move(options)) {}

RocksStore::~RocksStore() = default;

absl::Status RocksStore::CheckExpects(const Transaction& transaction) {
  for (const Expect& expect : transaction.expects) {
    ASSIGN_OR_RETURN(const Revision revision, DoRevisionOf(expect.key));
    if (revision != expect.revision) {
      return absl::AbortedError(
          absl::StrCat("key ", Hex(expect.key), " was changed meanwhile"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Entry> RocksStore::DoGet(absl::string_view key) {
  Entry entry;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), ToSlice(key), &entry.value);
  if (status.IsNotFound()) {
    return absl::NotFoundError(absl::StrCat("no key ", Hex(key)));
  }
  RETURN_IF_ERROR(ReadError(status, key));
  ASSIGN_OR_RETURN(entry.revision, RevisionIn(entry.value, key));
  entry.value.resize(entry.value.size() - kRevisionBytes);
  entry.key = std::string(key);
  return entry;
}

absl::StatusOr<Revision> RocksStore::DoRevisionOf(absl::string_view key) {
  rocksdb::PinnableSlice stored;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), db_->DefaultColumnFamily(), ToSlice(key),
               &stored);
  if (status.IsNotFound()) return Revision{0};
  RETURN_IF_ERROR(ReadError(status, key));
  return RevisionIn({stored.data(), stored.size()}, key);
}

absl::StatusOr<Page> RocksStore::DoList(const Range& range,
                                        absl::string_view after, size_t limit) {
  const rocksdb::Slice end(range.end);
  rocksdb::ReadOptions options;
  if (!end.empty()) options.iterate_upper_bound = &end;
  const auto it = absl::WrapUnique(db_->NewIterator(options));
  it->Seek(ToSlice(std::max(absl::string_view(range.begin), after)));
  Page page;
  size_t bytes = 0;
  for (; it->Valid(); it->Next()) {
    const absl::string_view key(it->key().data(), it->key().size());
    const absl::string_view value(it->value().data(), it->value().size());
    // Past `after` itself, and the tip, whose key is empty.
    if (key == after || key == kTipKey) continue;
    if (page.entries.size() == limit || bytes >= kPageBytes) {
      page.more = true;
      break;
    }
    ASSIGN_OR_RETURN(const Revision revision, RevisionIn(value, key));
    bytes += key.size() + value.size() - kRevisionBytes;
    page.entries.push_back(
        {std::string(key),
         std::string(value.substr(0, value.size() - kRevisionBytes)),
         revision});
  }
  RETURN_IF_ERROR(ReadError(it->status(), range.begin));
  return page;
}

absl::StatusOr<Revision> RocksStore::DoCommit(Transaction transaction) {
  MutexLock lock(&commit_mutex_);
  if (failed_) return absl::UnavailableError("the store has failed");
  RETURN_IF_ERROR(CheckExpects(transaction));
  const std::string revision = BigEndian(tip_.revision + 1);
  rocksdb::WriteBatch batch(transaction.bytes(), 0, 8, 0);
  for (const Put& put : transaction.puts) AddPut(put, revision, &batch);
  for (const std::string& key : transaction.deletes) {
    batch.Delete(key).PermitUncheckedError();
  }
  RETURN_IF_ERROR(Write(&batch));
  return tip_.revision;
}

absl::StatusOr<BackupSummary> RocksStore::Backup(const std::string& folder) {
  MutexLock lock(&backup_mutex_);
  return WriteBackup(db_.get(), folder);
}

absl::Status RocksStore::Write(rocksdb::WriteBatch* batch) {
  const Tip next = tip_.Next(batch->Data());
  rocksdb::Status status = batch->Put(kTipKey, next.Encode());
  if (status.ok()) status = db_->Write(SyncedWrite(), batch);
  if (!status.ok()) return Fail(FromRocks(status, "cannot write"));
  const absl::Status witnessed = witness_->Advance(next);
  if (!witnessed.ok()) return Fail(witnessed);
  tip_ = next;
  return absl::OkStatus();
}

absl::Status RocksStore::Fail(const absl::Status& status) {
  if (!failed_.exchange(true)) {
    Log(Severity::kError, "store-failed", {{"status", status.ToString()}});
    if (options_.on_failure) options_.on_failure(status);
  }
  return absl::UnavailableError(
      absl::StrCat("the store has failed: ", status.message()));
}

}  // namespace klad::store
