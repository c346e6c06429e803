#include "server/rpc/connections.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <utility>

namespace klad::rpc {

uint64_t Connections::Add(int fd, PeerAddress peer, SteadyTime now,
                          int* watch) {
  MutexLock lock(&mutex_);
  if (!limits_.Enter(peer.group, now)) return 0;
  Fd copy(fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!copy.ok()) {
    limits_.Leave(peer.group);
    return 0;
  }
  *watch = copy.get();
  const uint64_t number = next_++;
  if (!peer.uri.empty()) by_uri_[peer.uri] = number;
  open_.emplace(number, Connection{std::move(copy), std::move(peer), ""});
  return number;
}

void Connections::Forget(uint64_t number) {
  MutexLock lock(&mutex_);
  const auto found = open_.find(number);
  if (found == open_.end()) return;
  const PeerAddress& peer = found->second.peer;
  limits_.Leave(peer.group);
  const auto by_uri = by_uri_.find(peer.uri);
  if (by_uri != by_uri_.end() && by_uri->second == number) {
    by_uri_.erase(by_uri);
  }
  open_.erase(found);
}

void Connections::Claim(absl::string_view uri, absl::string_view member_id) {
  MutexLock lock(&mutex_);
  const auto found = by_uri_.find(uri);
  if (found == by_uri_.end()) return;
  std::string& member = open_.at(found->second).member;
  if (member != member_id) member = std::string(member_id);
}

void Connections::CloseMember(absl::string_view member_id) {
  MutexLock lock(&mutex_);
  for (auto& [number, connection] : open_) {
    if (connection.member == member_id) {
      shutdown(connection.fd.get(), SHUT_RDWR);
    }
  }
}

int Connections::count() const {
  MutexLock lock(&mutex_);
  return limits_.connections();
}

}  // namespace klad::rpc
