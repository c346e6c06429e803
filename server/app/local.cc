// The commands that ask the running server.
#include <cstdio>
#include <filesystem>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "crypto/base/status_macros.h"
#include "klad/v1/local.pb.h"
#include "server/access/refusal.h"
#include "server/app/commands.h"
#include "server/app/count.h"
#include "server/app/data.h"
#include "server/rpc/local_client.h"

namespace klad::app {
namespace {

absl::Status Explain(const absl::Status& status, const std::string& folder) {
  const std::optional<v1::Refusal> refusal = access::RefusalOf(status);
  if (refusal && refusal->reason() == v1::REASON_NOT_FOUNDED) {
    return absl::FailedPreconditionError(
        "there is no organisation yet; begin one with klad found and the line "
        "that kladd door prints");
  }
  if (refusal && refusal->reason() == v1::REASON_DISK) {
    return absl::UnavailableError(absl::StrCat("the server could not write: ",
                                               refusal->fields().at("why")));
  }
  if (!absl::IsUnavailable(status) || refusal) return status;
  return absl::UnavailableError(
      absl::StrCat("no server runs on ", folder,
                   "; start it with kladd run --data ", folder));
}

absl::Status Ask(
    const Options& options, absl::string_view method,
    const google::protobuf::MessageLite& request,
    google::protobuf::MessageLite* response,
    std::chrono::milliseconds deadline = std::chrono::seconds(10)) {
  const std::string folder = FolderOf(options.Get("data"));
  std::error_code error;
  const std::string socket =
      std::filesystem::absolute(SocketPath(folder), error).string();
  return Explain(
      rpc::CallLocal(socket, absl::StrCat("klad.v1.LocalService/", method),
                     request, response, deadline),
      folder);
}

}  // namespace

absl::Status Door(const Options& options) {
  v1::DoorResponse response;
  RETURN_IF_ERROR(Ask(options, "Door", v1::DoorRequest(), &response));
  printf("%s\n", response.code().c_str());
  return absl::OkStatus();
}

absl::Status ShowStatus(const Options& options) {
  v1::StatusResponse status;
  RETURN_IF_ERROR(Ask(options, "Status", v1::StatusRequest(), &status));
  printf("version       %s\nstarted       %s\nroster        %s\n",
         status.version().c_str(),
         absl::FormatTime(absl::FromUnixMillis(status.started_ms())).c_str(),
         status.roster_sequence() == 0
             ? "not founded"
             : Count(status.roster_sequence(), "entry", "entries").c_str());
  printf("ledger        %s\nsafes         %s\nconnections   %u\n",
         Count(status.ledger_sequence(), "record", "records").c_str(),
         absl::StrCat(status.safes()).c_str(), status.connections());
  return absl::OkStatus();
}

absl::Status Backup(const Options& options) {
  v1::BackupRequest request;
  std::error_code error;
  request.set_folder(
      std::filesystem::absolute(options.positional[0], error).string());
  v1::BackupResponse response;
  RETURN_IF_ERROR(
      Ask(options, "Backup", request, &response, std::chrono::hours(1)));
  printf("%s, digest %s\n",
         Count(response.records(), "record", "records").c_str(),
         absl::BytesToHexString(response.digest()).c_str());
  return absl::OkStatus();
}

}  // namespace klad::app
