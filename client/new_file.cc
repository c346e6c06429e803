#include "client/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "client/error.h"

namespace klad::client {

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) {
    return Error(ExitCode::kConflict, absl::StrCat(path, " exists already"),
                 "name a file that does not");
  }
  if (fd < 0) {
    return Error(ExitCode::kUsage,
                 absl::StrCat("cannot make ", path, ": ", strerror(errno)));
  }
  const bool written = write(fd, bytes.data(), bytes.size()) ==
                           static_cast<ssize_t>(bytes.size()) &&
                       fsync(fd) == 0;
  const bool closed = close(fd) == 0;
  if (written && closed) return absl::OkStatus();
  unlink(path.c_str());
  return Error(ExitCode::kUnavailable, absl::StrCat("cannot write ", path));
}

}  // namespace klad::client
