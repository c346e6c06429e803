// A file with a secret that a person asked for.
#ifndef KLAD_CLIENT_NEW_FILE_H_
#define KLAD_CLIENT_NEW_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad::client {

// 0600; exit kConflict when there is such a file, kUsage when it cannot be
// made. None is left behind when writing fails.
absl::Status WriteNewFile(const std::string& path, absl::string_view bytes);

}  // namespace klad::client

#endif  // KLAD_CLIENT_NEW_FILE_H_
