// kladd run, whatever it serves from.
#ifndef KLAD_SERVER_APP_RUN_H_
#define KLAD_SERVER_APP_RUN_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/app/data.h"
#include "server/app/options.h"
#include "server/base/clock.h"

namespace klad::app {

using OpenFolder = std::function<absl::StatusOr<Data>(
    const std::string& folder, const Clock* clock, OnFailure on_failure)>;

// Serves what `open` gives until SIGTERM. kladd's own is OpenData.
absl::Status RunOver(const Options& options, const OpenFolder& open);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_RUN_H_
