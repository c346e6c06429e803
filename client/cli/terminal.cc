#include "client/cli/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;

constexpr size_t kMaxLine = 4096;
constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr char kCtrlC = 3;
constexpr char kCtrlD = 4;
constexpr char kBackspace = 8;
constexpr char kCtrlU = 21;
constexpr char kDelete = 127;

absl::Status Aborted() {
  return client::Error(ExitCode::kAborted, client::Tr("aborted"));
}

absl::Status NoTerminal() {
  return client::Error(
      ExitCode::kLocked, client::Tr("there is no terminal to ask on"),
      client::Tr("run it on a terminal, or use KLAD_PASSPHRASE_FILE"));
}

// What a signal handler needs to put the terminal back.
int quiet_fd = -1;
termios quiet_saved;

void RestoreAndEnd(int signal_number) {
  const int fd = quiet_fd;
  if (fd >= 0) tcsetattr(fd, TCSAFLUSH, &quiet_saved);
  if (signal_number == SIGINT) _exit(static_cast<int>(ExitCode::kAborted));
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

// No echo, no line editing, no signals from keys: until destroyed, or until a
// signal ends the process.
class QuietMode {
 public:
  explicit QuietMode(int fd) : fd_(fd) {
    if (tcgetattr(fd, &quiet_saved) != 0) return;
    struct sigaction action = {};
    action.sa_handler = RestoreAndEnd;
    for (size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], &action, &before_[i]);
    }
    quiet_fd = fd;
    termios quiet = quiet_saved;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG | IEXTEN);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    ok_ = tcsetattr(fd, TCSAFLUSH, &quiet) == 0;
  }

  QuietMode(const QuietMode&) = delete;
  QuietMode& operator=(const QuietMode&) = delete;

  ~QuietMode() {
    if (quiet_fd < 0) return;
    tcsetattr(fd_, TCSAFLUSH, &quiet_saved);
    quiet_fd = -1;
    for (size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], &before_[i], nullptr);
    }
  }

  bool ok() const { return ok_; }

 private:
  int fd_;
  bool ok_ = false;
  struct sigaction before_[std::size(kSignals)];
};

// A question on /dev/tty, erased with the object.
class Question {
 public:
  Question() : fd_(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  ~Question() {
    if (fd_ < 0) return;
    Print("\r\033[K");
    close(fd_);
  }

  int fd() const { return fd_; }

  void Print(absl::string_view text) {
    while (!text.empty()) {
      const ssize_t put = write(fd_, text.data(), text.size());
      if (put < 0 && errno != EINTR) return;
      if (put > 0) text.remove_prefix(static_cast<size_t>(put));
    }
  }

 private:
  int fd_;
};

// False at the end of input.
bool ReadByte(int fd, char* byte) {
  ssize_t got;
  do {
    got = read(fd, byte, 1);
  } while (got < 0 && errno == EINTR);
  return got == 1;
}

// The size after the last character, of one byte or more, was taken away.
size_t WithoutLastCharacter(const unsigned char* bytes, size_t size) {
  while (size > 0 && (bytes[--size] & 0xc0) == 0x80) {
  }
  return size;
}

absl::StatusOr<Secret> ReadQuietly(int fd) {
  Secret line(kMaxLine);
  size_t size = 0;
  for (char byte; ReadByte(fd, &byte);) {
    if (byte == '\n' || byte == '\r') {
      line.Truncate(size);
      return line;
    }
    if (byte == kCtrlC || (byte == kCtrlD && size == 0)) return Aborted();
    if (byte == kBackspace || byte == kDelete) {
      size = WithoutLastCharacter(line.Fill(), size);
    } else if (byte == kCtrlU) {
      size = 0;
    } else if (size < kMaxLine) {
      line.Fill()[size++] = static_cast<unsigned char>(byte);
    }
  }
  return Aborted();
}

class System : public Terminal {
 public:
  bool Interactive() const override {
    const int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return false;
    close(fd);
    return true;
  }

  bool OutputIsTerminal() const override { return isatty(STDOUT_FILENO) == 1; }
  bool ErrorIsTerminal() const override { return isatty(STDERR_FILENO) == 1; }

  bool OutputIsCut() const override {
    pollfd output = {STDOUT_FILENO, POLLOUT, 0};
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
  }

  int Width() const override {
    winsize size = {};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 80;
    return size.ws_col == 0 ? 80 : size.ws_col;
  }

  absl::StatusOr<Secret> AskSecret(absl::string_view prompt) override {
    Question question;
    if (question.fd() < 0) return NoTerminal();
    // First silence, then the question: an answer typed at once is not shown.
    const QuietMode quiet(question.fd());
    if (!quiet.ok()) return NoTerminal();
    question.Print(prompt);
    return ReadQuietly(question.fd());
  }

  absl::StatusOr<std::string> AskLine(absl::string_view prompt) override {
    Question question;
    if (question.fd() < 0) return NoTerminal();
    question.Print(prompt);
    std::string line;
    for (char byte; ReadByte(question.fd(), &byte);) {
      if (byte == '\n') {
        question.Print("\033[A");  // the typed newline moved it down
        return line;
      }
      if (line.size() < kMaxLine) line += byte;
    }
    return Aborted();
  }
};

}  // namespace

std::unique_ptr<Terminal> SystemTerminal() {
  return std::make_unique<System>();
}

}  // namespace klad::cli
