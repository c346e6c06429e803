#include "server/app/process.h"

#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <tuple>

#include "crypto/base/secret.h"

namespace klad::app {

constexpr int kArenas = 4;

absl::Status Harden() {
  // Few for many workers: what one of them freed serves the others. A
  // sanitizer's malloc has no arenas to limit.
  std::ignore = mallopt(M_ARENA_MAX, kArenas);
  umask(0077);
  const rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 ||
      prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return absl::InternalError("cannot switch core dumps off");
  }
  return Secret::Reserve();
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return 0;
  return status.code() == absl::StatusCode::kDataLoss ? kExitDisk : 1;
}

}  // namespace klad::app
