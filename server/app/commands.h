// kladd's commands: what each does stands in the file of its name.
#ifndef KLAD_SERVER_APP_COMMANDS_H_
#define KLAD_SERVER_APP_COMMANDS_H_

#include <vector>

#include "absl/status/status.h"
#include "server/app/options.h"

namespace klad::app {

const std::vector<Command>& Commands();

absl::Status Init(const Options& options);
absl::Status Run(const Options& options);
absl::Status Check(const Options& options);
absl::Status Backup(const Options& options);
absl::Status RestoreBackup(const Options& options);
absl::Status Door(const Options& options);
absl::Status ShowStatus(const Options& options);
absl::Status ShowPolicy(const Options& options);

}  // namespace klad::app

#endif  // KLAD_SERVER_APP_COMMANDS_H_
