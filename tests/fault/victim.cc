#include "tests/fault/victim.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "rocksdb/env.h"
#include "server/store/rocks/rocks_store.h"

namespace klad::testing {
namespace {

using store::RocksStore;

store::RocksOptions Options(const TempFolder& folder, rocksdb::Env* env) {
  store::RocksOptions options;
  options.folder = folder / "data";
  options.write_buffer_bytes = 64 << 10;  // so that flushes happen
  options.env = env;
  return options;
}

std::unique_ptr<rocksdb::Env> Healthy() {
  return rocksdb::NewCompositeEnv(std::make_shared<FaultFileSystem>(Faults()));
}

store::Transaction MakeTransaction(int n) {
  return {{},
          {{absl::StrCat("k", n % 7), std::string(3000, 'a' + n % 26)},
           {absl::StrCat("t", n), absl::StrCat(n)}},
          {absl::StrCat("t", n - 3)}};
}

std::map<std::string, std::string> Applied(
    std::map<std::string, std::string> map,
    const store::Transaction& transaction) {
  for (const auto& put : transaction.puts) map[put.key] = put.value;
  for (const auto& key : transaction.deletes) map.erase(key);
  return map;
}

absl::StatusOr<std::map<std::string, std::string>> ReadAll(
    store::Store* store) {
  std::map<std::string, std::string> all;
  ASSIGN_OR_RETURN(const store::Page page, store->List({}, "", 1000));
  for (const auto& entry : page.entries) all[entry.key] = entry.value;
  return all;
}

}  // namespace

Victim::Victim() {
  const auto env = Healthy();
  CHECK_THAT(RocksStore::Create(Options(folder_, env.get())).ok());
}

bool Victim::Run(const std::shared_ptr<FaultFileSystem>& fs) {
  if (CommitSome(fs, 15)) CommitSome(fs, 15);
  return sound_;
}

bool Victim::CommitSome(const std::shared_ptr<FaultFileSystem>& fs, int count) {
  const auto env = rocksdb::NewCompositeEnv(fs);
  std::atomic<int> announced = 0;
  auto options = Options(folder_, env.get());
  options.on_failure = [&announced](const absl::Status&) { ++announced; };
  auto store = RocksStore::Open(std::move(options));
  if (!store.ok()) return false;
  for (int i = 0; i < count; ++i) {
    const auto transaction = MakeTransaction(next_);
    const bool done = (*store)->Commit(transaction).ok();
    if (done && uncertain_.has_value()) sound_ = false;
    if (done) {
      acknowledged_ = Applied(acknowledged_, transaction);
    } else if (!uncertain_.has_value()) {
      uncertain_ = Applied(acknowledged_, transaction);
    }
    ++next_;
  }
  const bool failed = uncertain_.has_value();
  if (announced > 1 || (failed && announced != 1)) sound_ = false;
  return !failed;
}

absl::Status Victim::Check() {
  const auto env = Healthy();
  ASSIGN_OR_RETURN(const auto store,
                   RocksStore::Open(Options(folder_, env.get())));
  ASSIGN_OR_RETURN(const Map found, ReadAll(store.get()));
  if (found == acknowledged_ || (uncertain_ && found == *uncertain_)) {
    return absl::OkStatus();
  }
  return absl::DataLossError("the store is not what was acknowledged");
}

}  // namespace klad::testing
