// Our own accept loop: gRPC's goes deaf for ever when descriptors run out.
#ifndef KLAD_SERVER_RPC_LISTENER_H_
#define KLAD_SERVER_RPC_LISTENER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "absl/status/statusor.h"
#include "server/rpc/connections.h"
#include "server/rpc/fd.h"

namespace klad::rpc {

class Listener {
 public:
  // Takes over one accepted connection: non-blocking, close-on-exec.
  using HandOver = std::function<void(int fd)>;

  // `connections` must outlive the listener. `local` may be without a
  // descriptor: no Unix socket then.
  static absl::StatusOr<std::unique_ptr<Listener>> Start(
      Fd tcp, HandOver to_tcp, Fd local, HandOver to_local,
      Connections* connections);
  ~Listener();

  // Takes no more connections, and says so to who tries.
  void StopAccepting();

 private:
  Listener(Connections* connections, HandOver to_tcp, HandOver to_local);
  absl::Status Watch(int fd, uint32_t events, uint64_t tag);
  void Loop();
  void Handle(uint64_t tag);
  void Wake();
  void Accept(const Fd& listening);
  void AcceptOne(const Fd& listening, Fd accepted,
                 const struct sockaddr_storage& from);
  void TurnAway(const Fd& listening);

  Connections* const connections_;
  const HandOver to_tcp_;
  const HandOver to_local_;
  Fd epoll_;
  Fd wake_;
  Fd spare_;  // given up to turn somebody away when descriptors run out
  Fd tcp_;
  Fd local_;
  std::atomic<bool> accepting_{true};
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_LISTENER_H_
