#include "server/search/search_service.h"

#include "server/rpc/call.h"

namespace klad::search {

void BindSearchService(const Finder& finder, rpc::MethodTable* methods) {
  methods->Bind<v1::FindRequest, v1::FindResponse>(
      "klad.v1.SearchService/Find",
      [&](const rpc::Call& call, const v1::FindRequest& request,
          v1::FindResponse* response) {
        return finder.Find(call.caller, request, response);
      });
}

}  // namespace klad::search
