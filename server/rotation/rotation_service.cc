#include "server/rotation/rotation_service.h"

#include "crypto/base/status_macros.h"
#include "server/rpc/call.h"

namespace klad::rotation {

void BindRotationService(const Departures& departures, const Reader& reader,
                         rpc::MethodTable* methods) {
  methods->Bind<v1::PrepareRequest, v1::PrepareResponse>(
      "klad.v1.RotationService/Prepare",
      [&](const rpc::Call& call, const v1::PrepareRequest& request,
          v1::PrepareResponse*) {
        return departures.Prepare(call.caller, request);
      });
  methods->Bind<v1::DepartRequest, v1::DepartResponse>(
      "klad.v1.RotationService/Depart",
      [&](const rpc::Call& call, const v1::DepartRequest& request,
          v1::DepartResponse* response) -> absl::Status {
        ASSIGN_OR_RETURN(*response->mutable_departure(),
                         departures.Depart(call.caller, request.departure()));
        return absl::OkStatus();
      });
  methods->Bind<v1::NoteRequest, v1::NoteResponse>(
      "klad.v1.RotationService/Note",
      [&](const rpc::Call& call, const v1::NoteRequest& request,
          v1::NoteResponse*) { return departures.Note(call.caller, request); });
  methods->Bind<v1::CloseRequest, v1::CloseResponse>(
      "klad.v1.RotationService/Close",
      [&](const rpc::Call& call, const v1::CloseRequest& request,
          v1::CloseResponse*) {
        return departures.Close(call.caller, request);
      });
  methods->Bind<v1::DeparturesRequest, v1::DeparturesResponse>(
      "klad.v1.RotationService/Departures",
      [&](const rpc::Call& call, const v1::DeparturesRequest& request,
          v1::DeparturesResponse* response) {
        return reader.List(call.caller, request, response);
      });
  methods->Bind<v1::ChunksRequest, v1::ChunksResponse>(
      "klad.v1.RotationService/Chunks",
      [&](const rpc::Call& call, const v1::ChunksRequest& request,
          v1::ChunksResponse* response) {
        return reader.Chunks(call.caller, request, response);
      });
}

}  // namespace klad::rotation
