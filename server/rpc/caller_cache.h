// The caller behind a client certificate, parsed once a certificate.
#ifndef KLAD_SERVER_RPC_CALLER_CACHE_H_
#define KLAD_SERVER_RPC_CALLER_CACHE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "crypto/base/mutex.h"
#include "server/access/access.h"

namespace klad::rpc {

// Thread-safe.
class CallerCache {
 public:
  // The member or door that `pem` names, or a caller of kind nobody when it
  // is not one of our certificates for clients or is not valid at `now_ms`.
  // Does not verify the chain: TLS did.
  std::shared_ptr<const access::Caller> Find(absl::string_view pem,
                                             int64_t now_ms)
      ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Known {
    std::shared_ptr<const access::Caller> caller;
    int64_t from_ms = 0;
    int64_t until_ms = 0;
  };
  static Known Parse(absl::string_view pem);
  Known FindOrParse(absl::string_view pem) ABSL_LOCKS_EXCLUDED(mutex_);

  Mutex mutex_;
  absl::flat_hash_map<std::string, Known> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace klad::rpc

#endif  // KLAD_SERVER_RPC_CALLER_CACHE_H_
