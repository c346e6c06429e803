// A data folder, opened: the engine, the seal in front of it, and the server's
// own keys inside.
#ifndef KLAD_SERVER_APP_DATA_H_
#define KLAD_SERVER_APP_DATA_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/app/server_keys.h"
#include "server/base/clock.h"
#include "server/store/rocks/rocks_store.h"
#include "server/store/seal_key.h"
#include "server/store/store.h"

namespace klad::app {

struct Data {
  std::unique_ptr<store::RocksStore> engine;
  std::unique_ptr<store::Store> store;  // sealed
  std::unique_ptr<ServerKeys> keys;
  Secret seal;  // the seal key, for backups
};

// Called once when the disk fails.
using OnFailure = std::function<void(const absl::Status&)>;

// kNotFound when there is no such folder or no seal key for it; kDataLoss when
// the disk takes or gives nothing.
absl::StatusOr<Data> OpenData(const std::string& folder, const Clock* clock,
                              OnFailure on_failure);

// Where the running server listens for its administrator.
std::string SocketPath(absl::string_view folder);

// Without a slash at its end, which would put DIR.seal inside.
std::string FolderOf(absl::string_view option);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_DATA_H_
