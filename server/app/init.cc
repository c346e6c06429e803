#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "crypto/base/status_macros.h"
#include "server/app/commands.h"
#include "server/app/data.h"
#include "server/rpc/sockets.h"
#include "server/store/keyspace.h"
#include "server/store/sealed_store.h"

namespace klad::app {
namespace {

// What clients are told, so a name will do and any port will not.
absl::Status CheckAddress(absl::string_view address) {
  const size_t colon = address.rfind(':');
  uint32_t port = 0;
  if (colon != 0 && colon != absl::string_view::npos &&
      absl::SimpleAtoi(address.substr(colon + 1), &port) && port > 0 &&
      port <= 0xffff) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", address,
                   "\" is not where clients can find the server: write it "
                   "like klad.example.com:7443"));
}

absl::Status CheckNew(const std::string& folder) {
  const std::string seal = store::SealKey::PathFor(folder);
  for (const std::string& path : {folder, seal}) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
      return absl::AlreadyExistsError(
          absl::StrCat(path,
                       " exists already; nothing was changed. To serve "
                       "it: kladd run --data ",
                       folder));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Init(const Options& options) {
  const std::string folder = FolderOf(options.Get("data"));
  const std::string& address =
      options.Has("address") ? options.Get("address") : options.Get("listen");
  RETURN_IF_ERROR(rpc::CheckListenAddress(options.Get("listen")));
  RETURN_IF_ERROR(CheckAddress(address));
  RETURN_IF_ERROR(CheckNew(folder));
  const SystemClock clock;
  ASSIGN_OR_RETURN(store::v1::ServerRecord record,
                   ServerKeys::Make(address, clock.NowMs()));
  record.set_listen(options.Get("listen"));
  ASSIGN_OR_RETURN(store::SealKey seal,
                   store::SealKey::Create(store::SealKey::PathFor(folder)));
  ASSIGN_OR_RETURN(
      const auto engine,
      store::RocksStore::Create({.folder = folder, .on_failure = nullptr}));
  store::SealedStore store(engine.get(), std::move(seal));
  store::Transaction first;
  first.expects.push_back({store::kServerKey, 0});
  first.puts.push_back({store::kServerKey, record.SerializeAsString()});
  RETURN_IF_ERROR(store.Commit(std::move(first)).status());
  ASSIGN_OR_RETURN(const auto keys, ServerKeys::Load(&store, &clock));
  ASSIGN_OR_RETURN(const std::string code, keys->IssueDoor());
  fprintf(stderr,
          "made %s and its seal key %s: keep a copy of the key elsewhere\n"
          "start the server with kladd run --data %s, then, within an hour,\n"
          "klad found CODE --organisation NAME --name LOGIN; the code is:\n",
          folder.c_str(), store::SealKey::PathFor(folder).c_str(),
          folder.c_str());
  printf("%s\n", code.c_str());
  return absl::OkStatus();
}

}  // namespace klad::app
