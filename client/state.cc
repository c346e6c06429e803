#include "client/state.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr char kLockFile[] = ".lock";

// Keeps errno, so that a failed step can be named after it.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() {
    const int error = errno;
    if (fd_ >= 0) close(fd_);
    errno = error;
  }

  int get() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

bool IsFull(int error) {
  return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

// By errno, in a sentence.
absl::Status Failure(Text what, absl::string_view path) {
  const int error = errno;
  const std::string failed = absl::Substitute(Tr(what), path);
  if (IsFull(error)) {
    return Error(ExitCode::kUnavailable,
                 Say("the disk is full: $0 was not changed", path),
                 Tr("free some space and try again"));
  }
  if (error == EACCES || error == EPERM || error == EROFS) {
    return Error(ExitCode::kDenied, Say("no permission: $0", failed),
                 Tr("KLAD_HOME names another folder for klad's own files"));
  }
  return Error(ExitCode::kUnexpected,
               absl::StrCat(failed, ": ", strerror(error)));
}

void CheckName(absl::string_view name) {
  CHECK_THAT(!name.empty() && name[0] != '.' && !absl::StrContains(name, '/'));
}

absl::Status MakeFolders(const std::string& path) {
  for (size_t slash = 1; slash != std::string::npos;) {
    slash = path.find('/', slash + 1);
    const std::string folder = path.substr(0, slash);
    if (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) continue;
    return Failure(Mark("cannot make $0"), folder);
  }
  return absl::OkStatus();
}

absl::Status CheckOwner(int fd, absl::string_view folder) {
  struct stat info;
  if (fstat(fd, &info) != 0) return Failure(Mark("cannot read $0"), folder);
  if (info.st_uid != geteuid()) {
    return Error(ExitCode::kDenied, Say("$0 belongs to somebody else", folder),
                 Tr("KLAD_HOME names another folder for klad's own files"));
  }
  if ((info.st_mode & 077) != 0) {
    return Error(ExitCode::kDenied, Say("others may enter $0", folder),
                 absl::StrCat("chmod 700 ", folder));
  }
  return absl::OkStatus();
}

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

std::string UnfinishedName(absl::string_view name) {
  return absl::StrCat(".", name, ".new");
}

// A new file, or -1 with errno.
int CreateNew(int folder, const std::string& name) {
  if (unlinkat(folder, name.c_str(), 0) != 0 && errno != ENOENT) return -1;
  return openat(folder, name.c_str(),
                O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

}  // namespace

absl::StatusOr<std::string> StateFolder(const Environment& environment) {
  std::string folder(Variable(environment, "KLAD_HOME"));
  const absl::string_view data = Variable(environment, "XDG_DATA_HOME");
  const absl::string_view home = Variable(environment, "HOME");
  if (folder.empty() && !data.empty()) folder = absl::StrCat(data, "/klad");
  if (folder.empty() && !home.empty()) {
    folder = absl::StrCat(home, "/.local/share/klad");
  }
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (!folder.empty() && folder[0] == '/') return folder;
  return Error(ExitCode::kUsage,
               folder.empty() ? Say("no folder for klad's own files")
                              : Say("$0 is not a full path", folder),
               Tr("set KLAD_HOME to a folder, beginning with /"));
}

StateLock::~StateLock() {
  if (fd_ >= 0) close(fd_);
}

StateFile::~StateFile() {
  if (fd_ >= 0) close(fd_);
}

absl::StatusOr<std::string> StateFile::Read(size_t offset, size_t size) const {
  std::string bytes(size, '\0');
  size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(fd_, bytes.data() + done, size - done,
                              static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failure(Mark("cannot read $0"), path_);
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

absl::StatusOr<std::unique_ptr<State>> State::Open(std::string folder) {
  RETURN_IF_ERROR(MakeFolders(folder));
  Fd fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return Failure(Mark("cannot open $0"), folder);
  RETURN_IF_ERROR(CheckOwner(fd.get(), folder));
  return std::unique_ptr<State>(new State(std::move(folder), fd.Release()));
}

State::~State() { close(fd_); }

absl::StatusOr<StateLock> State::Lock() {
  Fd file(
      openat(fd_, kLockFile, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) return Failure(Mark("cannot lock $0"), folder_);
  int locked;
  do {
    locked = flock(file.get(), LOCK_EX);
  } while (locked != 0 && errno == EINTR);
  if (locked != 0) return Failure(Mark("cannot lock $0"), folder_);
  return StateLock(file.Release());
}

absl::StatusOr<StateFile> State::OpenFile(absl::string_view name) const {
  CheckName(name);
  std::string path = absl::StrCat(folder_, "/", name);
  Fd file(openat(fd_, std::string(name).c_str(),
                 O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 && errno == ENOENT) {
    return absl::NotFoundError(absl::StrCat("there is no ", path));
  }
  if (file.get() < 0) return Failure(Mark("cannot open $0"), path);
  struct stat info;
  if (fstat(file.get(), &info) != 0)
    return Failure(Mark("cannot read $0"), path);
  if (!S_ISREG(info.st_mode) || static_cast<size_t>(info.st_size) > kMaxFile) {
    return Error(ExitCode::kIntegrity, Say("$0 is not a file of klad", path));
  }
  return StateFile(file.Release(), static_cast<size_t>(info.st_size),
                   std::move(path));
}

absl::StatusOr<std::string> State::Read(absl::string_view name) const {
  ASSIGN_OR_RETURN(const StateFile file, OpenFile(name));
  return file.Read(0, file.size());
}

absl::Status State::Write(const StateLock& lock, absl::string_view name,
                          absl::string_view bytes) {
  ASSIGN_OR_RETURN(StateWriter writer, BeginWrite(lock, name));
  RETURN_IF_ERROR(writer.Append(bytes));
  return writer.Commit();
}

absl::StatusOr<StateWriter> State::BeginWrite(const StateLock&,
                                              absl::string_view name) {
  CheckName(name);
  StateWriter writer(this, CreateNew(fd_, UnfinishedName(name)), name);
  if (writer.fd_ < 0) return writer.Failed();
  return writer;
}

StateWriter::~StateWriter() {
  if (fd_ < 0) return;
  close(fd_);
  unlinkat(folder_->fd_, UnfinishedName(name_).c_str(), 0);
}

absl::Status StateWriter::Failed() const {
  return Failure(Mark("cannot write $0"),
                 absl::StrCat(folder_->folder_, "/", name_));
}

absl::Status StateWriter::Append(absl::string_view bytes) {
  return WriteAll(fd_, bytes) ? absl::OkStatus() : Failed();
}

absl::Status StateWriter::Commit() {
  if (fsync(fd_) != 0 ||
      renameat(folder_->fd_, UnfinishedName(name_).c_str(), folder_->fd_,
               name_.c_str()) != 0) {
    return Failed();
  }
  close(std::exchange(fd_, -1));
  if (fsync(folder_->fd_) != 0) {
    return Failure(Mark("cannot sync $0"), folder_->folder_);
  }
  return absl::OkStatus();
}

absl::Status State::Remove(const StateLock&, absl::string_view name) {
  CheckName(name);
  if (unlinkat(fd_, std::string(name).c_str(), 0) != 0 && errno != ENOENT) {
    return Failure(Mark("cannot remove $0"), absl::StrCat(folder_, "/", name));
  }
  if (fsync(fd_) != 0) return Failure(Mark("cannot sync $0"), folder_);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> State::List() const {
  Fd copy(openat(fd_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  DIR* stream = copy.get() < 0 ? nullptr : fdopendir(copy.get());
  if (stream == nullptr) return Failure(Mark("cannot list $0"), folder_);
  copy.Release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = readdir(stream)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  const int error = errno;
  closedir(stream);
  errno = error;
  if (error != 0) return Failure(Mark("cannot list $0"), folder_);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace klad::client
