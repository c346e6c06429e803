// Binds the methods of klad.v1.ShareService.
#ifndef KLAD_SERVER_CREDENTIAL_SHARE_SERVICE_H_
#define KLAD_SERVER_CREDENTIAL_SHARE_SERVICE_H_

#include "server/credential/sharer.h"
#include "server/rpc/method_table.h"

namespace klad::credential {

// All outlive the table.
void BindShareService(const Sharer& sharer, const SharedRevealer& revealer,
                      rpc::MethodTable* methods);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_SHARE_SERVICE_H_
