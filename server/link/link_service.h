// Binds the methods of klad.v1.LinkService.
#ifndef KLAD_SERVER_LINK_LINK_SERVICE_H_
#define KLAD_SERVER_LINK_LINK_SERVICE_H_

#include "server/link/links.h"
#include "server/rpc/method_table.h"

namespace klad::link {

// `links` outlives the table.
void BindLinkService(const Links& links, rpc::MethodTable* methods);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_LINK_SERVICE_H_
