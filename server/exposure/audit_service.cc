#include "server/exposure/audit_service.h"

#include "server/rpc/call.h"

namespace klad::exposure {

void BindAuditService(const Auditor& auditor, rpc::MethodTable* methods) {
  methods->Bind<klad::v1::ExposuresRequest, klad::v1::ExposuresResponse>(
      "klad.v1.AuditService/Exposures",
      [&](const rpc::Call& call, const klad::v1::ExposuresRequest& request,
          klad::v1::ExposuresResponse* response) {
        return auditor.Exposures(call.caller, request, response);
      });
  methods->Bind<klad::v1::LogRequest, klad::v1::LogResponse>(
      "klad.v1.AuditService/Log",
      [&](const rpc::Call&, const klad::v1::LogRequest& request,
          klad::v1::LogResponse* response) {
        return auditor.Log(request, response);
      });
}

}  // namespace klad::exposure
