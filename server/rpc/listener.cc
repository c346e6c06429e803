#include "server/rpc/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/rpc/peer_address.h"
#include "server/rpc/sockets.h"

namespace klad::rpc {
namespace {

// Tags of epoll events: these, or the number of a connection with the top bit.
constexpr uint64_t kWake = 0;
constexpr uint64_t kTcp = 1;
constexpr uint64_t kLocal = 2;
constexpr uint64_t kConnection = uint64_t{1} << 63;

Fd OpenSpare() { return Fd(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

Listener::Listener(Connections* connections, HandOver to_tcp, HandOver to_local)
    : connections_(connections),
      to_tcp_(std::move(to_tcp)),
      to_local_(std::move(to_local)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      spare_(OpenSpare()) {}

absl::StatusOr<std::unique_ptr<Listener>> Listener::Start(
    Fd tcp, HandOver to_tcp, Fd local, HandOver to_local,
    Connections* connections) {
  std::unique_ptr<Listener> listener(
      new Listener(connections, std::move(to_tcp), std::move(to_local)));
  listener->tcp_ = std::move(tcp);
  listener->local_ = std::move(local);
  RETURN_IF_ERROR(listener->Watch(listener->wake_.get(), EPOLLIN, kWake));
  RETURN_IF_ERROR(listener->Watch(listener->tcp_.get(), EPOLLIN, kTcp));
  if (listener->local_.ok()) {
    RETURN_IF_ERROR(listener->Watch(listener->local_.get(), EPOLLIN, kLocal));
  }
  listener->thread_ = std::thread([raw = listener.get()] { raw->Loop(); });
  return listener;
}

Listener::~Listener() {
  ending_ = true;
  Wake();
  if (thread_.joinable()) thread_.join();
}

void Listener::StopAccepting() {
  accepting_ = false;
  Wake();
}

void Listener::Wake() {
  const uint64_t one = 1;
  // A full counter wakes as well.
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

absl::Status Listener::Watch(int fd, uint32_t events, uint64_t tag) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot watch a socket: ", strerror(errno)));
  }
  return absl::OkStatus();
}

void Listener::Loop() {
  std::array<epoll_event, 64> events;
  while (!ending_) {
    const int count = epoll_wait(epoll_.get(), events.data(),
                                 static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) Handle(events[i].data.u64);
  }
}

void Listener::Handle(uint64_t tag) {
  if ((tag & kConnection) != 0) {
    connections_->Forget(tag & ~kConnection);
    return;
  }
  if (tag == kWake) {
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t got =
        read(wake_.get(), &count, sizeof count);
  }
  if (!accepting_) {
    tcp_.Reset();
    local_.Reset();
  }
  if (tag == kTcp && tcp_.ok()) Accept(tcp_);
  if (tag == kLocal && local_.ok()) Accept(local_);
}

void Listener::Accept(const Fd& listening) {
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  Fd accepted(accept4(listening.get(), reinterpret_cast<sockaddr*>(&from),
                      &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (accepted.ok()) {
    AcceptOne(listening, std::move(accepted), from);
  } else if (errno == EMFILE || errno == ENFILE) {
    TurnAway(listening);
  }
}

void Listener::AcceptOne(const Fd& listening, Fd accepted,
                         const sockaddr_storage& from) {
  const bool is_local = &listening == &local_;
  if (is_local && !PeerMayAdminister(accepted.get())) return;
  const int on = 1;
  if (!is_local && setsockopt(accepted.get(), IPPROTO_TCP, TCP_NODELAY, &on,
                              sizeof on) != 0) {
    return;
  }
  int watch = -1;
  const uint64_t number =
      connections_->Add(accepted.get(), PeerAddress::From(from),
                        std::chrono::steady_clock::now(), &watch);
  if (number == 0) return;
  // No events asked for: only a hang-up is reported, once both ways are shut.
  if (!Watch(watch, EPOLLONESHOT, number | kConnection).ok()) {
    connections_->Forget(number);
    return;
  }
  (is_local ? to_local_ : to_tcp_)(accepted.Release());
}

void Listener::TurnAway(const Fd& listening) {
  spare_.Reset();
  { const Fd turned(accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC)); }
  spare_ = OpenSpare();
}

}  // namespace klad::rpc
