// A file descriptor that is closed when it goes.
#ifndef KLAD_SERVER_RPC_FD_H_
#define KLAD_SERVER_RPC_FD_H_

#include <unistd.h>

#include <utility>

namespace klad::rpc {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.Release()) {}
  Fd& operator=(Fd&& other) noexcept {
    Reset(other.Release());
    return *this;
  }
  ~Fd() { Reset(); }

  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }
  int Release() { return std::exchange(fd_, -1); }
  // Linux closes the descriptor whatever close returns.
  void Reset(int fd = -1) {
    if (fd_ >= 0) close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_FD_H_
