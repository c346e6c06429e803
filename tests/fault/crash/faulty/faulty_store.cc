#include "tests/fault/crash/faulty/faulty_store.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "server/store/keyspace.h"

namespace klad::testing {
namespace {

constexpr std::chrono::milliseconds kDelay(30);

absl::Status CopyAll(store::Store* from, store::Store* to) {
  store::Page page;
  std::string after;
  do {
    ASSIGN_OR_RETURN(page, from->List({}, after, store::kMaxPageEntries));
    store::Transaction copy;
    for (store::Entry& entry : page.entries) {
      after = entry.key;
      copy.puts.push_back({std::move(entry.key), std::move(entry.value)});
    }
    if (copy.puts.empty()) break;
    RETURN_IF_ERROR(to->CommitGroup(std::move(copy)).status());
  } while (page.more);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<store::Store>> LateStore::Open(
    std::unique_ptr<store::Store> disk) {
  auto memory = std::make_unique<store::MemoryStore>();
  RETURN_IF_ERROR(CopyAll(disk.get(), memory.get()));
  return absl::WrapUnique<store::Store>(
      new LateStore(std::move(disk), std::move(memory)));
}

LateStore::LateStore(std::unique_ptr<store::Store> disk,
                     std::unique_ptr<store::MemoryStore> memory)
    : StoreWrapper(memory.get()),
      disk_(std::move(disk)),
      memory_(std::move(memory)),
      writer_([this] { WriteBehind(); }) {}

LateStore::~LateStore() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  writer_.join();
}

absl::StatusOr<store::Revision> LateStore::DoCommit(
    store::Transaction transaction) {
  MutexLock lock(&mutex_);
  store::Transaction later = transaction;
  ASSIGN_OR_RETURN(const store::Revision revision,
                   StoreWrapper::DoCommit(std::move(transaction)));
  later.expects.clear();
  waiting_.push_back(std::move(later));
  return revision;
}

void LateStore::WriteBehind() {
  for (bool stopping = false; !stopping;) {
    std::this_thread::sleep_for(kDelay);
    std::deque<store::Transaction> batch;
    {
      MutexLock lock(&mutex_);
      batch.swap(waiting_);
      stopping = stopping_;
    }
    for (store::Transaction& transaction : batch) {
      CHECK_THAT(disk_->CommitGroup(std::move(transaction)).ok());
    }
  }
}

absl::StatusOr<store::Revision> SplitStore::DoCommit(
    store::Transaction transaction) {
  const auto records = std::stable_partition(
      transaction.puts.begin(), transaction.puts.end(), [](const auto& put) {
        return !absl::StartsWith(put.key, store::kLedgerPrefix);
      });
  store::Transaction second;
  second.puts.assign(std::make_move_iterator(records),
                     std::make_move_iterator(transaction.puts.end()));
  transaction.puts.erase(records, transaction.puts.end());
  if (transaction.mutations() == 0) {
    return StoreWrapper::DoCommit(std::move(second));
  }
  ASSIGN_OR_RETURN(const store::Revision revision,
                   StoreWrapper::DoCommit(std::move(transaction)));
  if (!second.puts.empty()) {
    RETURN_IF_ERROR(StoreWrapper::DoCommit(std::move(second)).status());
  }
  return revision;
}

}  // namespace klad::testing
