// What a process that holds keys owes: no core, nobody may trace it, secrets
// in locked memory, files for its own user only.
#ifndef KLAD_SERVER_APP_PROCESS_H_
#define KLAD_SERVER_APP_PROCESS_H_

#include "absl/status/status.h"

namespace klad::app {

// Once, before any key is touched.
absl::Status Harden();

// How kladd ends after `status`: 0, 1, or 70 when the disk failed
// (kDataLoss, or a store that died).
int ExitCodeOf(const absl::Status& status);

inline constexpr int kExitDisk = 70;

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_PROCESS_H_
