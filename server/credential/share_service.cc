#include "server/credential/share_service.h"

#include "crypto/base/status_macros.h"
#include "server/rpc/call.h"

namespace klad::credential {

void BindShareService(const Sharer& sharer, const SharedRevealer& revealer,
                      rpc::MethodTable* methods) {
  methods->Bind<klad::v1::ListSharedRequest, klad::v1::ListSharedResponse>(
      "klad.v1.ShareService/ListShared",
      [&](const rpc::Call& call, const klad::v1::ListSharedRequest& request,
          klad::v1::ListSharedResponse* response) {
        return sharer.List(call.caller, request, response);
      });
  methods->Bind<klad::v1::RevealSharedRequest, klad::v1::RevealSharedResponse>(
      "klad.v1.ShareService/RevealShared",
      [&](const rpc::Call& call, const klad::v1::RevealSharedRequest& request,
          klad::v1::RevealSharedResponse* response) {
        bool must_wait = false;
        RETURN_IF_ERROR(revealer.RevealShared(
            call.caller, request, call.can_wait, &must_wait, response));
        return must_wait ? rpc::MustWait() : absl::OkStatus();
      });
}

}  // namespace klad::credential
