// Keeps a write to a socket that was closed from ending the process.
#ifndef KLAD_CRYPTO_BASE_NO_SIGPIPE_H_
#define KLAD_CRYPTO_BASE_NO_SIGPIPE_H_

#include <pthread.h>

#include <csignal>
#include <ctime>

#include "crypto/base/check.h"

namespace klad {

// For the calling thread and its own lifetime, around libraries such as
// OpenSSL that write without MSG_NOSIGNAL.
class NoSigpipe {
 public:
  NoSigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    CHECK_THAT(pthread_sigmask(SIG_BLOCK, &pipe_, &before_) == 0);
  }
  ~NoSigpipe() {
    const timespec now = {};
    while (sigtimedwait(&pipe_, nullptr, &now) == SIGPIPE) {
    }
    CHECK_THAT(pthread_sigmask(SIG_SETMASK, &before_, nullptr) == 0);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t pipe_;
  sigset_t before_;
};

}  // namespace klad

#endif  // KLAD_CRYPTO_BASE_NO_SIGPIPE_H_
