#include "server/store/seal_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "crypto/base/status_macros.h"
#include "server/base/file.h"

namespace klad::store {
namespace {

class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  const int fd_;
};

absl::Status Error(const std::string& path, absl::string_view verb) {
  return absl::ErrnoToStatus(errno, absl::StrCat("cannot ", verb, " ", path));
}

absl::Status CheckMode(const std::string& path, const struct stat& info) {
  if (!S_ISREG(info.st_mode)) {
    return absl::PermissionDeniedError(
        absl::StrCat("seal key ", path, " is not a plain file"));
  }
  if ((info.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(absl::StrCat(
        "others may read the seal key ", path, "; chmod 600 ", path));
  }
  if (info.st_uid != geteuid() && info.st_uid != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("the seal key ", path, " belongs to somebody else"));
  }
  return absl::OkStatus();
}

absl::Status WrongSize(const std::string& path) {
  return absl::DataLossError(
      absl::StrCat("seal key ", path, " is not ", SealKey::kSize,
                   " bytes long; restore it from a backup"));
}

absl::Status Missing(const std::string& path) {
  return absl::NotFoundError(absl::StrCat(
      "there is no seal key ", path,
      "; put your copy of it there, or take it out of a backup: klad backup "
      "open BACKUP --to ",
      path));
}

absl::StatusOr<Secret> ReadKey(const File& file, const std::string& path) {
  Secret secret(SealKey::kSize + 1);
  const ssize_t size = read(file.fd(), secret.Fill(), secret.size());
  if (size < 0) return Error(path, "read");
  if (size != static_cast<ssize_t>(SealKey::kSize)) return WrongSize(path);
  secret.Truncate(SealKey::kSize);
  return secret;
}

absl::StatusOr<Secret> Open(const std::string& path, bool check_mode) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.ok() && errno == ENOENT) return Missing(path);
  if (!file.ok()) return Error(path, "open seal key");
  struct stat info;
  if (fstat(file.fd(), &info) != 0) return Error(path, "stat");
  if (check_mode) RETURN_IF_ERROR(CheckMode(path, info));
  return ReadKey(file, path);
}

}  // namespace

absl::StatusOr<SealKey> SealKey::Create(const std::string& path) {
  Secret secret = Secret::Random(kSize);
  RETURN_IF_ERROR(WriteNewFile(path, secret.Expose()));
  return SealKey(std::move(secret));
}

absl::StatusOr<SealKey> SealKey::Load(const std::string& path) {
  ASSIGN_OR_RETURN(Secret secret, Open(path, true));
  return SealKey(std::move(secret));
}

absl::StatusOr<SealKey> SealKey::Find(absl::string_view folder) {
  const char* credentials = getenv("CREDENTIALS_DIRECTORY");
  if (credentials != nullptr) {
    // systemd guards the folder; its access list shows as a group's bits.
    auto secret = Open(absl::StrCat(credentials, "/klad.seal"), false);
    if (secret.ok()) return SealKey(*std::move(secret));
    if (!absl::IsNotFound(secret.status())) return secret.status();
  }
  return Load(PathFor(folder));
}

std::string SealKey::PathFor(absl::string_view folder) {
  while (folder.size() > 1 && absl::ConsumeSuffix(&folder, "/")) {
  }
  return absl::StrCat(folder, ".seal");
}

}  // namespace klad::store
