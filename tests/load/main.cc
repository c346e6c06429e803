#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "tests/load/client.h"
#include "tests/load/get.h"
#include "tests/load/knowledge.h"
#include "tests/load/leave.h"
#include "tests/load/measure.h"
#include "tests/load/options.h"

namespace klad::load {
namespace {

absl::Status Run(const Options& options, const std::string& folder) {
  // As in kladd: Debian's Abseil looks for deadlocks whenever gRPC locks.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  RETURN_IF_ERROR(Secret::Reserve());
  if (options.server) RETURN_IF_ERROR(MeasureServers(options, folder));
  if (access(options.klad.c_str(), X_OK) != 0) {
    printf("klad: left out, there is no %s\n", options.klad.c_str());
    return absl::OkStatus();
  }
  if (options.get) RETURN_IF_ERROR(MeasureGet(options, folder));
  if (options.client) RETURN_IF_ERROR(MeasureClient(options, folder));
  if (options.leave) RETURN_IF_ERROR(MeasureLeaving(options, folder));
  return options.knowledge ? MeasureKnowledge(options, folder)
                           : absl::OkStatus();
}

int Main(int argc, char** argv) {
  const auto options = ParseOptions(argc, argv);
  if (!options.ok()) {
    fprintf(stderr, "klad_load: %s\n\n%s",
            std::string(options.status().message()).c_str(), kUsage);
    return 2;
  }
  if (options->help) {
    fputs(kUsage, stdout);
    return 0;
  }
  std::string folder = "/tmp/klad-load-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) {
    perror("klad_load");
    return 1;
  }
  const absl::Status status = Run(*options, folder);
  if (!status.ok()) {
    fprintf(stderr, "klad_load: %s\nlogs are left in %s\n",
            status.ToString().c_str(), folder.c_str());
    return 1;
  }
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) fprintf(stderr, "klad_load: cannot remove %s\n", folder.c_str());
  return 0;
}

}  // namespace
}  // namespace klad::load

int main(int argc, char** argv) { return klad::load::Main(argc, argv); }
