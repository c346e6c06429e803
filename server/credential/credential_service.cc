#include "server/credential/credential_service.h"

#include "crypto/base/status_macros.h"
#include "server/rpc/call.h"

namespace klad::credential {
namespace {

using klad::v1::ChangeRequest;
using klad::v1::ChangeResponse;
using klad::v1::RevealRequest;
using klad::v1::RevealResponse;

absl::Status Reveal(const Revealer& revealer, const rpc::Call& call,
                    const RevealRequest& request, RevealResponse* response) {
  bool must_wait = false;
  RETURN_IF_ERROR(revealer.Reveal(call.caller, request, call.can_wait,
                                  &must_wait, response));
  return must_wait ? rpc::MustWait() : absl::OkStatus();
}

absl::Status Change(const Changer& changer, audit::Ledger& ledger,
                    const rpc::Call& call, const ChangeRequest& request,
                    ChangeResponse* response) {
  ASSIGN_OR_RETURN(*response->mutable_position(),
                   changer.Change(call.caller, request));
  *response->mutable_ledger() = *ledger.Head();
  return absl::OkStatus();
}

absl::Status Move(const Changer& changer, audit::Ledger& ledger,
                  const rpc::Call& call, const klad::v1::MoveRequest& request,
                  klad::v1::MoveResponse* response) {
  ASSIGN_OR_RETURN(Changer::Moved moved, changer.Move(call.caller, request));
  *response->mutable_from() = std::move(moved.from);
  *response->mutable_to() = std::move(moved.to);
  *response->mutable_ledger() = *ledger.Head();
  return absl::OkStatus();
}

}  // namespace

void BindCredentialService(const Reader& reader, const Revealer& revealer,
                           const Changer& changer, audit::Ledger& ledger,
                           rpc::MethodTable* methods) {
  methods->Bind<klad::v1::ListRequest, klad::v1::ListResponse>(
      "klad.v1.CredentialService/List",
      [&](const rpc::Call& call, const klad::v1::ListRequest& request,
          klad::v1::ListResponse* response) {
        return reader.List(call.caller, request, response);
      });
  methods->Bind<klad::v1::FollowRequest, klad::v1::FollowResponse>(
      "klad.v1.CredentialService/Follow",
      [&](const rpc::Call& call, const klad::v1::FollowRequest& request,
          klad::v1::FollowResponse* response) {
        return reader.Follow(call.caller, request, response);
      });
  methods->Bind<klad::v1::HistoryRequest, klad::v1::HistoryResponse>(
      "klad.v1.CredentialService/History",
      [&](const rpc::Call& call, const klad::v1::HistoryRequest& request,
          klad::v1::HistoryResponse* response) {
        return reader.History(call.caller, request, response);
      });
  methods->Bind<RevealRequest, RevealResponse>(
      "klad.v1.CredentialService/Reveal",
      [&](const rpc::Call& call, const RevealRequest& request,
          RevealResponse* response) {
        return Reveal(revealer, call, request, response);
      });
  methods->Bind<ChangeRequest, ChangeResponse>(
      "klad.v1.CredentialService/Change",
      [&](const rpc::Call& call, const ChangeRequest& request,
          ChangeResponse* response) {
        return Change(changer, ledger, call, request, response);
      });
  methods->Bind<klad::v1::MoveRequest, klad::v1::MoveResponse>(
      "klad.v1.CredentialService/Move",
      [&](const rpc::Call& call, const klad::v1::MoveRequest& request,
          klad::v1::MoveResponse* response) {
        return Move(changer, ledger, call, request, response);
      });
}

}  // namespace klad::credential
