#include "client/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr mode_t kOwnerOnly = 0600;

absl::Status CannotMake(const std::string& path) {
  if (errno == EEXIST) {
    return Error(ExitCode::kConflict, Say("$0 exists already", path),
                 Tr("name a file that does not"));
  }
  return Error(ExitCode::kUsage,
               Say("cannot make $0: $1", path, strerror(errno)));
}

absl::Status CannotWrite(const std::string& path) {
  return Error(ExitCode::kUnavailable,
               Say("cannot write $0: $1", path, strerror(errno)));
}

}  // namespace

absl::StatusOr<NewFile> NewFile::Create(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) {
    errno = EEXIST;
    return CannotMake(path);
  }
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) folder = ".";
  const int unnamed =
      open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, kOwnerOnly);
  if (unnamed >= 0) return NewFile(path, unnamed, /*named=*/false);
  const int named =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (named >= 0) return NewFile(path, named, /*named=*/true);
  return CannotMake(path);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      named_(other.named_) {}

NewFile::~NewFile() {
  if (fd_ < 0) return;
  close(fd_);
  if (named_) unlink(path_.c_str());
}

absl::Status NewFile::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return CannotWrite(path_);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status NewFile::Keep() {
  if (fsync(fd_) != 0) return CannotWrite(path_);
  const std::string unnamed = "/proc/self/fd/" + std::to_string(fd_);
  if (!named_ && linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, path_.c_str(),
                        AT_SYMLINK_FOLLOW) != 0) {
    return CannotMake(path_);
  }
  close(std::exchange(fd_, -1));
  return absl::OkStatus();
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes) {
  ASSIGN_OR_RETURN(NewFile file, NewFile::Create(path));
  RETURN_IF_ERROR(file.Write(bytes));
  return file.Keep();
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes) {
  const std::string unfinished = absl::StrCat(
      path, ".", absl::BytesToHexString(Secret::Random(8).Expose()));
  RETURN_IF_ERROR(WriteNewFile(unfinished, bytes));
  if (rename(unfinished.c_str(), path.c_str()) == 0) return absl::OkStatus();
  absl::Status error = CannotMake(path);
  unlink(unfinished.c_str());
  return error;
}

}  // namespace klad::client
