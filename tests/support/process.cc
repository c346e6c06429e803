#include "tests/support/process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"

extern char** environ;

namespace klad::testing {
namespace {

absl::Status Failed(const std::string& what, int error) {
  return absl::InternalError(absl::StrCat(what, ": ", strerror(error)));
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(const Process::Command& command) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (command.environment.count(text.substr(0, text.find('='))) == 0) {
      all.push_back(text);
    }
  }
  for (const auto& [name, value] : command.environment) {
    all.push_back(absl::StrCat(name, "=", value));
  }
  return all;
}

int Spawn(const Process::Command& command, pid_t* pid) {
  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = Environment(command);
  posix_spawn_file_actions_t files;
  int error = posix_spawn_file_actions_init(&files);
  if (error != 0) return error;
  constexpr int kAppend = O_WRONLY | O_CREAT | O_APPEND;
  error = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  if (error == 0) {
    error = posix_spawn_file_actions_addopen(&files, 1, command.output.c_str(),
                                             kAppend, 0600);
  }
  if (error == 0) {
    error = posix_spawn_file_actions_addopen(&files, 2, command.errors.c_str(),
                                             kAppend, 0600);
  }
  if (error == 0) {
    error =
        posix_spawn(pid, arguments[0].c_str(), &files, nullptr,
                    Pointers(arguments).data(), Pointers(environment).data());
  }
  const int destroyed = posix_spawn_file_actions_destroy(&files);
  return error != 0 ? error : destroyed;
}

double Ms(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1000 +
         static_cast<double>(time.tv_usec) / 1000;
}

}  // namespace

absl::StatusOr<Process> Process::Start(const Command& command) {
  pid_t pid = 0;
  const int error = Spawn(command, &pid);
  if (error != 0) {
    return Failed(absl::StrCat("cannot start ", command.arguments[0]), error);
  }
  return Process(pid);
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)) {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  return *this;
}

Process::~Process() {
  if (!running()) return;
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool Process::HasEnded() const {
  siginfo_t info = {};
  return waitid(P_PID, static_cast<id_t>(pid_), &info,
                WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

absl::StatusOr<int> Process::End(int signal) {
  if (kill(pid_, signal) != 0) return Failed("kill", errno);
  return Wait();
}

absl::StatusOr<int> Process::Wait(Spent* spent) {
  int status = 0;
  rusage usage = {};
  while (wait4(pid_, &status, 0, &usage) < 0) {
    if (errno != EINTR) return Failed("wait4", errno);
  }
  pid_ = 0;
  if (spent != nullptr) {
    *spent = {Ms(usage.ru_utime) + Ms(usage.ru_stime),
              static_cast<double>(usage.ru_maxrss) / 1024};
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

absl::StatusOr<double> Process::ResidentMib() const {
  std::ifstream file(absl::StrCat("/proc/", pid_, "/status"));
  std::string name;
  while (file >> name) {
    double kib = 0;
    if (name == "VmRSS:" && file >> kib) return kib / 1024;
  }
  return absl::InternalError("no VmRSS: the program has ended");
}

absl::StatusOr<int> RunCommand(const Process::Command& command, Spent* spent) {
  ASSIGN_OR_RETURN(Process process, Process::Start(command));
  return process.Wait(spent);
}

absl::StatusOr<int> FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return Failed("socket", errno);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound =
      bind(fd, generic, size) == 0 && getsockname(fd, generic, &size) == 0;
  const int error = errno;
  close(fd);
  if (!bound) return Failed("no free port", error);
  return ntohs(address.sin_port);
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return absl::InternalError(absl::StrCat("cannot read ", path));
  return text.str();
}

absl::Status WriteWhole(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return absl::InternalError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

}  // namespace klad::testing
