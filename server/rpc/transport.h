// gRPC's side of a call: one generic callback service for all methods.
#ifndef KLAD_SERVER_RPC_TRANSPORT_H_
#define KLAD_SERVER_RPC_TRANSPORT_H_

#include <memory>

#include "server/rpc/connections.h"
#include "server/rpc/pipeline.h"

namespace grpc {
class CallbackGenericService;
}

namespace klad::rpc {

// `pipeline` and `connections` must outlive the service.
std::unique_ptr<grpc::CallbackGenericService> MakeTransport(
    Pipeline* pipeline, Connections* connections);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_TRANSPORT_H_
