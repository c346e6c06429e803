// Small files that must survive a power cut.
#ifndef KLAD_SERVER_BASE_FILE_H_
#define KLAD_SERVER_BASE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace klad {

// A new file, 0600, on disk with its folder's entry when this returns.
// kAlreadyExists when there is one; kUnavailable, and none, when it fails.
absl::Status WriteNewFile(const std::string& path, absl::string_view bytes);

}  // namespace klad

#endif  // KLAD_SERVER_BASE_FILE_H_
