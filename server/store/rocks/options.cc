#include "server/store/rocks/options.h"

#include <cstdarg>
#include <cstdio>
#include <memory>
#include <utility>

#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/table.h"
#include "server/base/log.h"
#include "server/store/rocks/status.h"

namespace klad::store {
namespace {

constexpr size_t kBlockCacheBytes = 32 << 20;
// A record that is read again is found without its index and block: a repeated
// reveal then takes a tenth less.
constexpr size_t kRowCacheBytes = 16 << 20;
constexpr uint64_t kMaxWalBytes = 64 << 20;

// RocksDB's errors in our log, instead of its own file.
class LogForwarder : public rocksdb::Logger {
 public:
  LogForwarder() : Logger(rocksdb::InfoLogLevel::ERROR_LEVEL) {}

  using Logger::Logv;
  void LogHeader(const char*, va_list) override {}
  void Logv(const char* format, va_list arguments) override {
    char line[512];
    vsnprintf(line, sizeof line, format, arguments);
    Log(Severity::kError, "rocksdb", {{"message", line}});
  }
};

class ErrorListener : public rocksdb::EventListener {
 public:
  explicit ErrorListener(std::function<void(const absl::Status&)> on_error)
      : on_error_(std::move(on_error)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason,
                         rocksdb::Status* status) override {
    on_error_(FromRocks(*status, "the database cannot write"));
  }
  // A failed sync is never tried again.
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }

 private:
  const std::function<void(const absl::Status&)> on_error_;
};

rocksdb::BlockBasedTableOptions TableOptions() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.data_block_index_type =
      rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  return table;
}

void SetDurability(rocksdb::Options* options) {
  options->paranoid_checks = true;
  options->track_and_verify_wals_in_manifest = true;
  options->verify_sst_unique_id_in_manifest = true;
  options->max_bgerror_resume_count = 0;
  // A recycled log may bring old records back.
  options->recycle_log_file_num = 0;
  options->wal_compression = rocksdb::kNoCompression;
  options->manual_wal_flush = false;
  options->WAL_ttl_seconds = 0;
  options->WAL_size_limit_MB = 0;
}

void SetMemory(rocksdb::Options* options) {
  options->row_cache = rocksdb::NewLRUCache(kRowCacheBytes);
  options->max_write_buffer_number = 2;
  options->max_total_wal_size = kMaxWalBytes;
  options->max_open_files = 256;
  options->max_background_jobs = 2;
  options->stats_dump_period_sec = 0;
  options->stats_persist_period_sec = 0;
  options->skip_stats_update_on_db_open = true;
}

}  // namespace

rocksdb::Options DatabaseOptions(
    rocksdb::Env* env, size_t write_buffer_bytes,
    std::function<void(const absl::Status&)> on_error) {
  rocksdb::Options options = ReadOnlyOptions(env);
  options.write_buffer_size = write_buffer_bytes;
  options.listeners.push_back(
      std::make_shared<ErrorListener>(std::move(on_error)));
  return options;
}

rocksdb::Options ReadOnlyOptions(rocksdb::Env* env) {
  rocksdb::Options options;
  options.env = env;
  SetDurability(&options);
  SetMemory(&options);
  options.info_log = std::make_shared<LogForwarder>();
  options.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  // Values are sealed: nothing in them compresses.
  options.compression = rocksdb::kNoCompression;
  options.table_factory.reset(
      rocksdb::NewBlockBasedTableFactory(TableOptions()));
  return options;
}

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace klad::store
