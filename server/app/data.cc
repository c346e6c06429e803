#include "server/app/data.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "server/store/sealed_store.h"

namespace klad::app {

namespace {

// As fatal as damage, though the disk may only be full.
absl::Status DiskFailed(const absl::Status& status) {
  return absl::DataLossError(absl::StrCat(
      status.message(),
      "; free some space or repair the disk, then start kladd again"));
}

}  // namespace

std::string SocketPath(absl::string_view folder) {
  return absl::StrCat(folder, "/kladd.sock");
}

std::string FolderOf(absl::string_view option) {
  while (option.size() > 1 && absl::ConsumeSuffix(&option, "/")) {
  }
  return std::string(option);
}

absl::StatusOr<Data> OpenData(const std::string& folder, const Clock* clock,
                              OnFailure on_failure) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    return absl::NotFoundError(
        absl::StrCat("there is no folder ", folder,
                     "; make one with kladd init or kladd restore"));
  }
  ASSIGN_OR_RETURN(store::SealKey seal, store::SealKey::Find(folder));
  Data data;
  data.seal = seal.secret().Clone();
  auto engine = store::RocksStore::Open(
      {.folder = folder, .on_failure = std::move(on_failure)});
  if (absl::IsUnavailable(engine.status())) return DiskFailed(engine.status());
  ASSIGN_OR_RETURN(data.engine, std::move(engine));
  data.store =
      std::make_unique<store::SealedStore>(data.engine.get(), std::move(seal));
  ASSIGN_OR_RETURN(data.keys, ServerKeys::Load(data.store.get(), clock));
  return data;
}

}  // namespace klad::app
