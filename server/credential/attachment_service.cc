#include "server/credential/attachment_service.h"

#include "crypto/base/status_macros.h"
#include "server/rpc/call.h"

namespace klad::credential {

void BindAttachmentService(const Attachments& attachments,
                           rpc::MethodTable* methods) {
  methods->Bind<klad::v1::SendRequest, klad::v1::SendResponse>(
      "klad.v1.AttachmentService/Send",
      [&](const rpc::Call& call, const klad::v1::SendRequest& request,
          klad::v1::SendResponse* response) -> absl::Status {
        ASSIGN_OR_RETURN(const uint32_t received,
                         attachments.Send(call.caller, request));
        response->set_received(received);
        return absl::OkStatus();
      });
  methods->Bind<klad::v1::FetchRequest, klad::v1::FetchResponse>(
      "klad.v1.AttachmentService/Fetch",
      [&](const rpc::Call& call, const klad::v1::FetchRequest& request,
          klad::v1::FetchResponse* response) {
        return attachments.Fetch(call.caller, request, response);
      });
}

}  // namespace klad::credential
