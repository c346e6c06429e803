// The sockets we listen on.
#ifndef KLAD_SERVER_RPC_SOCKETS_H_
#define KLAD_SERVER_RPC_SOCKETS_H_

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/rpc/fd.h"

namespace klad::rpc {

// What ListenTcp takes. kInvalidArgument with a sentence.
absl::Status CheckListenAddress(absl::string_view address);

// "127.0.0.1:7443" or "[::1]:7443"; port 0: any. Names are not resolved.
// kInvalidArgument for another form, kUnavailable when it cannot be had.
absl::StatusOr<Fd> ListenTcp(absl::string_view address);

// The address a listening socket is bound to, in the form ListenTcp takes.
absl::StatusOr<std::string> BoundAddress(const Fd& listening);

// At `path`, for its owner only. A socket that a dead server left is replaced;
// kFailedPrecondition when somebody answers there.
absl::StatusOr<Fd> ListenLocal(const std::string& path);

// Whether the process at the other end may be the administrator: it runs as
// root or as we do.
bool MayAdminister(uid_t peer, uid_t own);
bool PeerMayAdminister(int fd);

// Lets the process have as many descriptors as it may.
void RaiseDescriptorLimit();

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_SOCKETS_H_
