// Binds the methods of klad.v1.SearchService.
#ifndef KLAD_SERVER_SEARCH_SEARCH_SERVICE_H_
#define KLAD_SERVER_SEARCH_SEARCH_SERVICE_H_

#include "server/rpc/method_table.h"
#include "server/search/finder.h"

namespace klad::search {

// `finder` outlives the table.
void BindSearchService(const Finder& finder, rpc::MethodTable* methods);

}  // namespace klad::search

#endif  // KLAD_SERVER_SEARCH_SEARCH_SERVICE_H_
