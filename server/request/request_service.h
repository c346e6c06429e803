// Binds the methods of klad.v1.AccessRequestService.
#ifndef KLAD_SERVER_REQUEST_REQUEST_SERVICE_H_
#define KLAD_SERVER_REQUEST_REQUEST_SERVICE_H_

#include "server/request/requests.h"
#include "server/rpc/method_table.h"

namespace klad::request {

// `requests` outlives the table.
void BindRequestService(const Requests& requests, rpc::MethodTable* methods);

}  // namespace klad::request

#endif  // KLAD_SERVER_REQUEST_REQUEST_SERVICE_H_
