#include "server/rpc/sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"

namespace klad::rpc {
namespace {

constexpr int kBacklog = 512;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

absl::Status Failed(absl::string_view what, absl::string_view where) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", where, ": ", strerror(errno)));
}

std::optional<Address> ParseAddress(absl::string_view text) {
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(text.substr(colon + 1), &port) || port > 0xffff) {
    return std::nullopt;
  }
  absl::string_view host = text.substr(0, colon);
  Address address;
  if (absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]")) {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(static_cast<uint16_t>(port));
    address.size = sizeof v6;
    const std::string name(host);
    if (inet_pton(AF_INET6, name.c_str(), &v6.sin6_addr) != 1) return {};
    return address;
  }
  auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<uint16_t>(port));
  address.size = sizeof v4;
  const std::string name(host);
  if (inet_pton(AF_INET, name.c_str(), &v4.sin_addr) != 1) return {};
  return address;
}

absl::StatusOr<sockaddr_un> LocalAddress(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the path of the local socket must have 1 to ",
        sizeof address.sun_path - 1, " bytes: choose a shorter data folder"));
  }
  memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

// Removes what a dead server left at the path, if anything.
absl::Status ClearPath(const sockaddr_un& address) {
  struct stat info {};
  if (lstat(address.sun_path, &info) != 0) {
    return errno == ENOENT ? absl::OkStatus()
                           : Failed("look at", address.sun_path);
  }
  if (!S_ISSOCK(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(address.sun_path, " is not a socket: move it away"));
  }
  const Fd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!probe.ok()) return Failed("make", "a socket");
  if (connect(probe.get(), reinterpret_cast<const sockaddr*>(&address),
              sizeof address) == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "another server answers at ", address.sun_path, ": stop it first"));
  }
  if (unlink(address.sun_path) != 0) return Failed("remove", address.sun_path);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckListenAddress(absl::string_view address) {
  if (ParseAddress(address).has_value()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("\"", address,
                   "\" is not an address to listen on: write it like "
                   "127.0.0.1:7443 or [::1]:7443"));
}

absl::StatusOr<Fd> ListenTcp(absl::string_view address) {
  RETURN_IF_ERROR(CheckListenAddress(address));
  const std::optional<Address> parsed = ParseAddress(address);
  Fd fd(socket(parsed->storage.ss_family,
               SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (!fd.ok() ||
      setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&parsed->storage),
           parsed->size) != 0 ||
      listen(fd.get(), kBacklog) != 0) {
    return Failed("listen on", address);
  }
  return fd;
}

absl::StatusOr<std::string> BoundAddress(const Fd& listening) {
  sockaddr_storage storage{};
  socklen_t size = sizeof storage;
  if (getsockname(listening.get(), reinterpret_cast<sockaddr*>(&storage),
                  &size) != 0) {
    return Failed("learn", "the address of a socket");
  }
  char text[INET6_ADDRSTRLEN] = {};
  if (storage.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
    inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
    return absl::StrCat("[", text, "]:", ntohs(v6.sin6_port));
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
  inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  return absl::StrCat(text, ":", ntohs(v4.sin_port));
}

absl::StatusOr<Fd> ListenLocal(const std::string& path) {
  ASSIGN_OR_RETURN(const sockaddr_un address, LocalAddress(path));
  RETURN_IF_ERROR(ClearPath(address));
  Fd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // The mode of the socket before bind is that of the file after it.
  if (!fd.ok() || fchmod(fd.get(), S_IRUSR | S_IWUSR) != 0 ||
      bind(fd.get(), reinterpret_cast<const sockaddr*>(&address),
           sizeof address) != 0 ||
      listen(fd.get(), kBacklog) != 0) {
    return Failed("listen on", path);
  }
  return fd;
}

bool MayAdminister(uid_t peer, uid_t own) { return peer == 0 || peer == own; }

bool PeerMayAdminister(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         MayAdminister(peer.uid, geteuid());
}

void RaiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace klad::rpc
