// klad.v1.AuditService over the feature.
#ifndef KLAD_SERVER_EXPOSURE_AUDIT_SERVICE_H_
#define KLAD_SERVER_EXPOSURE_AUDIT_SERVICE_H_

#include "server/exposure/auditor.h"
#include "server/rpc/method_table.h"

namespace klad::exposure {

// The auditor outlives the table.
void BindAuditService(const Auditor& auditor, rpc::MethodTable* methods);

}  // namespace klad::exposure

#endif  // KLAD_SERVER_EXPOSURE_AUDIT_SERVICE_H_
