#include "server/rpc/local_client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/rpc_method.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/rpc/status_map.h"

namespace klad::rpc {

using google::protobuf::MessageLite;

absl::Status CallLocal(absl::string_view socket, absl::string_view method,
                       const MessageLite& request, MessageLite* response,
                       std::chrono::milliseconds deadline) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  const auto channel =
      grpc::CreateCustomChannel(absl::StrCat("unix:", socket),
                                grpc::InsecureChannelCredentials(), arguments);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  const std::string path = absl::StrCat("/", method);
  const grpc::Status status =
      grpc::internal::BlockingUnaryCall<MessageLite, MessageLite>(
          channel.get(),
          grpc::internal::RpcMethod(path.c_str(),
                                    grpc::internal::RpcMethod::NORMAL_RPC),
          &context, request, response);
  return FromWire({static_cast<absl::StatusCode>(status.error_code()),
                   status.error_message(), status.error_details()});
}

}  // namespace klad::rpc
