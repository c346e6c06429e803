#include "server/app/local_service.h"

#include <string>
#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/base/version.h"
#include "klad/v1/system.pb.h"
#include "server/access/refusal.h"
#include "server/rpc/call.h"

namespace klad::app {
namespace {

absl::Status RecordDone(audit::Ledger& ledger, const rpc::Call& call) {
  trust::v1::LedgerRecord record;
  record.set_caller(call.caller.Name());
  record.set_method(std::string(call.method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  return ledger.Commit({}, {std::move(record)}).status();
}

absl::Status Door(const LocalParts& parts, const rpc::Call& call,
                  v1::DoorResponse* response) {
  ASSIGN_OR_RETURN(*response->mutable_code(), parts.keys.IssueDoor());
  return RecordDone(parts.ledger, call);
}

// Recorded first: the copy then tells of itself.
absl::Status Backup(const LocalParts& parts, const rpc::Call& call,
                    const v1::BackupRequest& request,
                    v1::BackupResponse* response) {
  RETURN_IF_ERROR(RecordDone(parts.ledger, call));
  auto made = parts.backup(request.folder());
  if (made.ok()) {
    *response = *std::move(made);
    return absl::OkStatus();
  }
  if (access::RefusalOf(made.status())) return made.status();
  // The administrator may read what a client may not.
  return access::Refuse(v1::REASON_DISK,
                        {{"why", std::string(made.status().message())}});
}

absl::Status Status(const LocalParts& parts, v1::StatusResponse* response) {
  response->set_version(kVersion);
  response->set_started_ms(parts.started_ms);
  response->set_connections(parts.connections());
  response->set_ledger_sequence(parts.ledger.Head()->position().sequence());
  if (const auto now = parts.directory.Now(); now.state != nullptr) {
    response->set_roster_sequence(now.state->head().sequence);
    response->set_safes(now.state->facts().safes.size());
  }
  return absl::OkStatus();
}

}  // namespace

void BindLocalService(const LocalParts& parts, rpc::MethodTable* methods) {
  methods->Bind<v1::DoorRequest, v1::DoorResponse>(
      "klad.v1.LocalService/Door",
      [parts](const rpc::Call& call, const v1::DoorRequest&,
              v1::DoorResponse* response) {
        return Door(parts, call, response);
      });
  methods->Bind<v1::BackupRequest, v1::BackupResponse>(
      "klad.v1.LocalService/Backup",
      [parts](const rpc::Call& call, const v1::BackupRequest& request,
              v1::BackupResponse* response) {
        return Backup(parts, call, request, response);
      });
  methods->Bind<v1::StatusRequest, v1::StatusResponse>(
      "klad.v1.LocalService/Status",
      [parts](const rpc::Call&, const v1::StatusRequest&,
              v1::StatusResponse* response) {
        return Status(parts, response);
      });
}

void BindSystemService(rpc::MethodTable* methods) {
  methods->Bind<v1::PingRequest, v1::PingResponse>(
      "klad.v1.SystemService/Ping",
      [](const rpc::Call& call, const v1::PingRequest&,
         v1::PingResponse* response) {
        response->set_time_ms(call.now_ms);
        return absl::OkStatus();
      });
}

}  // namespace klad::app
