// How RocksDB 7.8 is set up; the reasons stand beside the settings.
#ifndef KLAD_SERVER_STORE_ROCKS_OPTIONS_H_
#define KLAD_SERVER_STORE_ROCKS_OPTIONS_H_

#include <cstddef>
#include <functional>

#include "absl/status/status.h"
#include "rocksdb/options.h"

namespace klad::store {

// `on_error` is called, from any thread, for each error in the background.
rocksdb::Options DatabaseOptions(
    rocksdb::Env* env, size_t write_buffer_bytes,
    std::function<void(const absl::Status&)> on_error);

// To look without changing anything.
rocksdb::Options ReadOnlyOptions(rocksdb::Env* env);

// For every acknowledged write.
rocksdb::WriteOptions SyncedWrite();

}  // namespace klad::store

#endif  // KLAD_SERVER_STORE_ROCKS_OPTIONS_H_
