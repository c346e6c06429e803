#include "server/app/data.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"

namespace klad::app {

std::string SocketPath(absl::string_view folder) {
  return absl::StrCat(folder, "/kladd.sock");
}

std::string FolderOf(absl::string_view option) {
  while (option.size() > 1 && absl::ConsumeSuffix(&option, "/")) {
  }
  return std::string(option);
}

absl::StatusOr<Data> OpenData(
    const std::string& folder, const Clock* clock,
    std::function<void(const absl::Status&)> on_failure) {
  ASSIGN_OR_RETURN(store::SealKey seal, store::SealKey::Find(folder));
  Data data;
  data.seal = seal.secret().Clone();
  ASSIGN_OR_RETURN(data.engine, store::RocksStore::Open(
                                    {.folder = folder,
                                     .on_failure = std::move(on_failure)}));
  data.store =
      std::make_unique<store::SealedStore>(data.engine.get(), std::move(seal));
  ASSIGN_OR_RETURN(data.keys, ServerKeys::Load(data.store.get(), clock));
  return data;
}

}  // namespace klad::app
