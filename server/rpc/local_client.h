// One call to the running server through its Unix socket, for kladd's own
// subcommands.
#ifndef KLAD_SERVER_RPC_LOCAL_CLIENT_H_
#define KLAD_SERVER_RPC_LOCAL_CLIENT_H_

#include <chrono>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"

namespace klad::rpc {

// `socket`: absolute path. kUnavailable when nothing listens there; a refusal
// carries its payload (access/refusal.h).
absl::Status CallLocal(absl::string_view socket, absl::string_view method,
                       const google::protobuf::MessageLite& request,
                       google::protobuf::MessageLite* response,
                       std::chrono::milliseconds deadline);

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_LOCAL_CLIENT_H_
