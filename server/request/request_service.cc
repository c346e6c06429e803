#include "server/request/request_service.h"

#include "server/rpc/call.h"

namespace klad::request {

void BindRequestService(const Requests& requests, rpc::MethodTable* methods) {
  methods->Bind<v1::AskRequest, v1::AskResponse>(
      "klad.v1.AccessRequestService/Ask",
      [&](const rpc::Call& call, const v1::AskRequest& request,
          v1::AskResponse*) { return requests.Ask(call.caller, request); });
  methods->Bind<v1::ListRequestsRequest, v1::ListRequestsResponse>(
      "klad.v1.AccessRequestService/ListRequests",
      [&](const rpc::Call& call, const v1::ListRequestsRequest&,
          v1::ListRequestsResponse* response) {
        return requests.List(call.caller, response);
      });
  methods->Bind<v1::AnswerRequest, v1::AnswerResponse>(
      "klad.v1.AccessRequestService/Answer",
      [&](const rpc::Call& call, const v1::AnswerRequest& request,
          v1::AnswerResponse*) {
        return requests.Answer(call.caller, request);
      });
}

}  // namespace klad::request
