#include "server/link/uses.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "klad/store/v1/link.pb.h"
#include "server/base/id.h"
#include "server/link/keys.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"
#include "server/store/update.h"

namespace klad::link {
namespace {

constexpr std::chrono::minutes kEvery(1);
constexpr size_t kUsesBatch = 100;
constexpr int64_t kDayMs = 24 * 3600 * 1000;

// Adds to what is written.
absl::Status Raise(store::Store* store, const std::string& key, uint64_t by,
                   store::Transaction* transaction) {
  uint64_t uses = 0;
  store::Revision revision = 0;
  const auto entry = store->Get(key);
  if (entry.ok()) {
    ASSIGN_OR_RETURN(uses, ParseUses(*entry));
    revision = entry->revision;
  } else if (!absl::IsNotFound(entry.status())) {
    return entry.status();
  }
  store::v1::LinkUsesRecord record;
  record.set_uses(uses + by);
  transaction->expects.push_back({key, revision});
  transaction->puts.push_back({key, record.SerializeAsString()});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint64_t> ParseUses(const store::Entry& entry) {
  store::v1::LinkUsesRecord record;
  if (!record.ParseFromString(entry.value)) {
    return absl::DataLossError(
        absl::StrCat("the uses under key ", Hex(entry.key), " are damaged"));
  }
  return record.uses();
}

int64_t WeekOf(int64_t time_ms) {
  // 1970 began on a Thursday.
  return (time_ms / kDayMs + 3) / 7;
}

Uses::Uses(const Parts& parts) : parts_(parts) {
  flusher_ = std::thread([this] { FlushLoop(); });
}

Uses::~Uses() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.SignalAll();
  }
  flusher_.join();
}

void Uses::Count(absl::string_view link) {
  const int64_t week = WeekOf(parts_.clock->NowMs());
  MutexLock lock(&mutex_);
  ++counted_[{week, std::string(link)}];
}

absl::Status Uses::Flush() {
  MutexLock turn(&flushing_);
  Counts counts;
  {
    MutexLock lock(&mutex_);
    counts = counted_;
  }
  Counts left = counts;
  absl::Status written = Write(&left);
  // Between the commit and here they are counted twice by whoever asks: too
  // many for a moment, never too few.
  MutexLock lock(&mutex_);
  for (const auto& [use, count] : counts) {
    if (left.count(use) > 0) continue;
    const auto it = counted_.find(use);
    it->second -= count;
    if (it->second == 0) counted_.erase(it);
  }
  return written;
}

absl::Status Uses::Write(Counts* counts) const {
  while (!counts->empty()) {
    auto end = counts->begin();
    for (size_t i = 0; i < kUsesBatch && end != counts->end(); ++i) ++end;
    const auto decide = [&]() -> absl::StatusOr<store::Transaction> {
      store::Transaction transaction;
      for (auto it = counts->begin(); it != end; ++it) {
        RETURN_IF_ERROR(Raise(parts_.store,
                              UsesKey(it->first.first, it->first.second),
                              it->second, &transaction));
      }
      return transaction;
    };
    RETURN_IF_ERROR(store::Update(decide, [&](store::Transaction transaction) {
                      return parts_.ledger->Commit(std::move(transaction), {});
                    }).status());
    counts->erase(counts->begin(), end);
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::flat_hash_map<std::string, uint64_t>> Uses::Since(
    int64_t week) const {
  absl::flat_hash_map<std::string, uint64_t> uses;
  {
    MutexLock lock(&mutex_);
    for (const auto& [use, count] : counted_) {
      if (use.first >= week) uses[use.second] += count;
    }
  }
  store::Range range = store::Range::Prefix(store::kLinkUsesPrefix);
  range.begin = UsesKey(week, "");
  RETURN_IF_ERROR(store::ForEach(
      parts_.store, range, [&](const store::Entry& entry) -> absl::Status {
        ASSIGN_OR_RETURN(const uint64_t written, ParseUses(entry));
        uses[LinkOfUses(entry.key)] += written;
        return absl::OkStatus();
      }));
  return uses;
}

void Uses::FlushLoop() {
  for (;;) {
    {
      MutexLock lock(&mutex_);
      if (!stopping_) stop_.WaitFor(&mutex_, kEvery);
      if (stopping_) return;
    }
    // What cannot be written now is written later, or said by the store.
    Flush().IgnoreError();
  }
}

}  // namespace klad::link
