#include "server/playbook/playbook_service.h"

#include "absl/strings/string_view.h"
#include "server/rpc/call.h"

namespace klad::playbook {
namespace {

void BindAct(const Playbooks& playbooks, absl::string_view method, Act act,
             rpc::MethodTable* methods) {
  methods->Bind<v1::ActOnPlaybookRequest, v1::ActOnPlaybookResponse>(
      method, [&playbooks, act](const rpc::Call& call,
                                const v1::ActOnPlaybookRequest& request,
                                v1::ActOnPlaybookResponse* response) {
        return playbooks.actor().Do(act, call.caller, request, response);
      });
}

}  // namespace

void BindPlaybookService(const Playbooks& playbooks,
                         rpc::MethodTable* methods) {
  methods->Bind<v1::GetPlaybookRequest, v1::GetPlaybookResponse>(
      "klad.v1.PlaybookService/Get",
      [&](const rpc::Call& call, const v1::GetPlaybookRequest& request,
          v1::GetPlaybookResponse* response) {
        return playbooks.reader().Get(call.caller, request, response);
      });
  methods->Bind<v1::ListPlaybooksRequest, v1::ListPlaybooksResponse>(
      "klad.v1.PlaybookService/List",
      [&](const rpc::Call& call, const v1::ListPlaybooksRequest& request,
          v1::ListPlaybooksResponse* response) {
        return playbooks.reader().List(call.caller, request, response);
      });
  methods->Bind<v1::ListPlaybookRevisionsRequest,
                v1::ListPlaybookRevisionsResponse>(
      "klad.v1.PlaybookService/ListRevisions",
      [&](const rpc::Call& call,
          const v1::ListPlaybookRevisionsRequest& request,
          v1::ListPlaybookRevisionsResponse* response) {
        return playbooks.reader().ListRevisions(call.caller, request, response);
      });
  methods->Bind<v1::ListPlaybookSignersRequest,
                v1::ListPlaybookSignersResponse>(
      "klad.v1.PlaybookService/ListSigners",
      [&](const rpc::Call& call, const v1::ListPlaybookSignersRequest& request,
          v1::ListPlaybookSignersResponse* response) {
        return playbooks.reader().ListSigners(call.caller, request, response);
      });
  methods->Bind<v1::CreatePlaybookRequest, v1::CreatePlaybookResponse>(
      "klad.v1.PlaybookService/Create",
      [&](const rpc::Call& call, const v1::CreatePlaybookRequest& request,
          v1::CreatePlaybookResponse* response) {
        return playbooks.writer().Create(call.caller, request, response);
      });
  methods->Bind<v1::EditPlaybookRequest, v1::EditPlaybookResponse>(
      "klad.v1.PlaybookService/Edit",
      [&](const rpc::Call& call, const v1::EditPlaybookRequest& request,
          v1::EditPlaybookResponse* response) {
        return playbooks.writer().Edit(call.caller, request, response);
      });
  BindAct(playbooks, "klad.v1.PlaybookService/Submit", Act::kSubmit, methods);
  BindAct(playbooks, "klad.v1.PlaybookService/Adopt", Act::kAdopt, methods);
  BindAct(playbooks, "klad.v1.PlaybookService/Retire", Act::kRetire, methods);
  BindAct(playbooks, "klad.v1.PlaybookService/Verify", Act::kVerify, methods);
  BindAct(playbooks, "klad.v1.PlaybookService/Sign", Act::kSign, methods);
}

}  // namespace klad::playbook
