#include "client/program.h"

#include <fcntl.h>
#include <sodium.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr char kNowhere[] = "/dev/null";

bool MayRun(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
         access(path.c_str(), X_OK) == 0;
}

// One end for the program, one for us.
struct Pipe {
  int theirs = -1;
  int ours = -1;

  ~Pipe() {
    if (theirs >= 0) close(theirs);
    CloseOurs();
  }
  void CloseOurs() {
    if (ours >= 0) close(ours);
    ours = -1;
  }
};

absl::Status Failed(const std::vector<std::string>& argv) {
  return absl::InternalError(absl::StrCat(argv[0], " failed"));
}

// Starts it with the pipe as its standard input or output (`which`).
absl::StatusOr<pid_t> Start(const std::vector<std::string>& argv,
                            const Environment& environment, int which,
                            Pipe* pipe) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Failed(argv);
  pipe->theirs = ends[which];
  pipe->ours = ends[1 - which];
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&files) != 0 ||
      posix_spawnattr_init(&attributes) != 0) {
    return absl::ResourceExhaustedError("no memory to start a program");
  }
  sigset_t ignored;
  sigemptyset(&ignored);
  sigaddset(&ignored, SIGPIPE);
  int error = 0;
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    error |=
        fd == which
            ? posix_spawn_file_actions_adddup2(&files, pipe->theirs, fd)
            : posix_spawn_file_actions_addopen(&files, fd, kNowhere, O_RDWR, 0);
  }
  error |= posix_spawnattr_setsigdefault(&attributes, &ignored);
  error |= posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const std::vector<std::string> assignments = Assignments(environment);
  pid_t child = -1;
  if (error == 0) {
    error = posix_spawn(&child, argv[0].c_str(), &files, &attributes,
                        Pointers(argv).data(), Pointers(assignments).data());
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return Failed(argv);
  close(pipe->theirs);
  pipe->theirs = -1;
  return child;
}

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

bool ReadAll(int fd, const std::function<void(absl::string_view)>& take) {
  char piece[4096];
  ssize_t got;
  while ((got = read(fd, piece, sizeof piece)) != 0) {
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    take({piece, static_cast<size_t>(got)});
  }
  sodium_memzero(piece, sizeof piece);
  return got == 0;
}

bool EndsWell(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::string FindProgram(const Environment& environment,
                        absl::string_view name) {
  std::string path(name);
  if (name.empty()) return "";
  if (name.find('/') != absl::string_view::npos) {
    return MayRun(path) ? path : "";
  }
  for (const absl::string_view folder :
       absl::StrSplit(Variable(environment, "PATH"), ':')) {
    path = absl::StrCat(folder.empty() ? "." : folder, "/", name);
    if (MayRun(path)) return path;
  }
  return "";
}

absl::Status WriteTo(const std::vector<std::string>& argv,
                     const Environment& environment, absl::string_view input) {
  Pipe pipe;
  ASSIGN_OR_RETURN(const pid_t child,
                   Start(argv, environment, STDIN_FILENO, &pipe));
  const bool written = WriteAll(pipe.ours, input);
  pipe.CloseOurs();
  return EndsWell(child) && written ? absl::OkStatus() : Failed(argv);
}

absl::Status ReadFrom(const std::vector<std::string>& argv,
                      const Environment& environment,
                      const std::function<void(absl::string_view)>& take) {
  Pipe pipe;
  ASSIGN_OR_RETURN(const pid_t child,
                   Start(argv, environment, STDOUT_FILENO, &pipe));
  const bool read = ReadAll(pipe.ours, take);
  pipe.CloseOurs();
  return EndsWell(child) && read ? absl::OkStatus() : Failed(argv);
}

std::vector<char*> Pointers(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& text : strings) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Assignments(const Environment& environment) {
  std::vector<std::string> assignments;
  for (const auto& [name, value] : environment) {
    assignments.push_back(absl::StrCat(name, "=", value));
  }
  return assignments;
}

}  // namespace klad::client
