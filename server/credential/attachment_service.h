// klad.v1.AttachmentService.
#ifndef KLAD_SERVER_CREDENTIAL_ATTACHMENT_SERVICE_H_
#define KLAD_SERVER_CREDENTIAL_ATTACHMENT_SERVICE_H_

#include "server/credential/attachments.h"
#include "server/rpc/method_table.h"

namespace klad::credential {

// `attachments` outlives the table.
void BindAttachmentService(const Attachments& attachments,
                           rpc::MethodTable* methods);

}  // namespace klad::credential

#endif  // KLAD_SERVER_CREDENTIAL_ATTACHMENT_SERVICE_H_
