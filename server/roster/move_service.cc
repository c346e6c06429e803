#include "server/roster/move_service.h"

#include "crypto/base/status_macros.h"
#include "klad/v1/move.pb.h"
#include "server/rpc/call.h"

namespace klad::roster {

void BindMoveService(Moves& moves, rpc::MethodTable* methods) {
  methods->Bind<v1::BeginMoveRequest, v1::BeginMoveResponse>(
      "klad.v1.MoveService/Begin",
      [&](const rpc::Call& call, const v1::BeginMoveRequest& request,
          v1::BeginMoveResponse* response) -> absl::Status {
        ASSIGN_OR_RETURN(*response->mutable_certificate(),
                         moves.Begin(call.caller, request.tls(), call.now_ms));
        return absl::OkStatus();
      });
  methods->Bind<v1::ProposeMoveRequest, v1::ProposeMoveResponse>(
      "klad.v1.MoveService/Propose",
      [&](const rpc::Call& call, const v1::ProposeMoveRequest& request,
          v1::ProposeMoveResponse*) {
        return moves.Propose(call.caller, request.proposal());
      });
  methods->Bind<v1::LookMoveRequest, v1::LookMoveResponse>(
      "klad.v1.MoveService/Look",
      [&](const rpc::Call& call, const v1::LookMoveRequest&,
          v1::LookMoveResponse* response) -> absl::Status {
        ASSIGN_OR_RETURN(*response->mutable_proposal(),
                         moves.Look(call.caller));
        return absl::OkStatus();
      });
  methods->Bind<v1::EndMoveRequest, v1::EndMoveResponse>(
      "klad.v1.MoveService/End",
      [&](const rpc::Call& call, const v1::EndMoveRequest&,
          v1::EndMoveResponse*) { return moves.End(call.caller); });
}

}  // namespace klad::roster
