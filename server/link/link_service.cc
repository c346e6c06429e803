#include "server/link/link_service.h"

#include "server/rpc/call.h"

namespace klad::link {

void BindLinkService(const Links& links, rpc::MethodTable* methods) {
  methods->Bind<v1::ResolveLinkRequest, v1::ResolveLinkResponse>(
      "klad.v1.LinkService/Resolve",
      [&](const rpc::Call& call, const v1::ResolveLinkRequest& request,
          v1::ResolveLinkResponse* response) {
        return links.reader().Resolve(call.caller, request, response);
      });
  methods->Bind<v1::ListLinksRequest, v1::ListLinksResponse>(
      "klad.v1.LinkService/List",
      [&](const rpc::Call& call, const v1::ListLinksRequest& request,
          v1::ListLinksResponse* response) {
        return links.reader().List(call.caller, request, response);
      });
  methods->Bind<v1::ListCategoriesRequest, v1::ListCategoriesResponse>(
      "klad.v1.LinkService/ListCategories",
      [&](const rpc::Call& call, const v1::ListCategoriesRequest&,
          v1::ListCategoriesResponse* response) {
        return links.reader().ListCategories(call.caller, response);
      });
  methods->Bind<v1::ListLinkUsesRequest, v1::ListLinkUsesResponse>(
      "klad.v1.LinkService/ListUses",
      [&](const rpc::Call& call, const v1::ListLinkUsesRequest& request,
          v1::ListLinkUsesResponse* response) {
        return links.reader().ListUses(call.caller, request, response);
      });
  methods->Bind<v1::ListLinkChecksRequest, v1::ListLinkChecksResponse>(
      "klad.v1.LinkService/ListChecks",
      [&](const rpc::Call& call, const v1::ListLinkChecksRequest& request,
          v1::ListLinkChecksResponse* response) {
        return links.checks().List(call.caller, request, response);
      });
  methods->Bind<v1::RecordLinkChecksRequest, v1::RecordLinkChecksResponse>(
      "klad.v1.LinkService/RecordChecks",
      [&](const rpc::Call& call, const v1::RecordLinkChecksRequest& request,
          v1::RecordLinkChecksResponse* response) {
        return links.checks().Record(call.caller, request, response);
      });
  methods->Bind<v1::CreateLinksRequest, v1::CreateLinksResponse>(
      "klad.v1.LinkService/Create",
      [&](const rpc::Call& call, const v1::CreateLinksRequest& request,
          v1::CreateLinksResponse* response) {
        return links.writer().Create(call.caller, request, response);
      });
  methods->Bind<v1::EditLinksRequest, v1::EditLinksResponse>(
      "klad.v1.LinkService/Edit",
      [&](const rpc::Call& call, const v1::EditLinksRequest& request,
          v1::EditLinksResponse* response) {
        return links.writer().Edit(call.caller, request, response);
      });
}

}  // namespace klad::link
