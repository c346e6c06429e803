#include "client/clipboard.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "client/error.h"
#include "client/program.h"
#include "client/words/words.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

struct Row {
  const char* variable;  // set where the program can work
  std::vector<std::string> copy;
  std::vector<std::string> paste;
  std::vector<std::string> clear;  // with nothing to read
};

std::vector<Row> Rows() {
  return {
      // With a type, it does not ask xdg-mime what a copy of the value is.
      {"WAYLAND_DISPLAY",
       {"wl-copy", "--type", "text/plain"},
       {"wl-paste", "--no-newline"},
       {"wl-copy", "--clear"}},
      {"DISPLAY",
       {"xclip", "-selection", "clipboard"},
       {"xclip", "-selection", "clipboard", "-o"},
       {"xclip", "-selection", "clipboard"}},
      {"DISPLAY",
       {"xsel", "--clipboard", "--input"},
       {"xsel", "--clipboard", "--output"},
       {"xsel", "--clipboard", "--clear"}},
      {"WSL_DISTRO_NAME",
       {"clip.exe"},
       {"powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"},
       {"clip.exe"}},
  };
}

// What a value is recognised by: a key of one use, and its hash under that.
struct Fingerprint {
  unsigned char key[crypto_generichash_KEYBYTES];
  unsigned char hash[crypto_generichash_BYTES];
};

// Newlines at the end do not count: some programs add one.
class Hasher {
 public:
  explicit Hasher(const Fingerprint& fingerprint) {
    CHECK_THAT(crypto_generichash_init(&state_, fingerprint.key,
                                       sizeof fingerprint.key,
                                       sizeof fingerprint.hash) == 0);
  }

  void Take(absl::string_view text) {
    for (const char c : text) {
      if (c == '\n' || c == '\r') {
        newlines_ += c;
        continue;
      }
      Add(newlines_);
      newlines_.clear();
      Add({&c, 1});
    }
  }

  bool Finish(unsigned char* hash) {
    return crypto_generichash_final(&state_, hash, sizeof Fingerprint::hash) ==
           0;
  }

 private:
  void Add(absl::string_view text) {
    CHECK_THAT(crypto_generichash_update(
                   &state_, reinterpret_cast<const unsigned char*>(text.data()),
                   text.size()) == 0);
  }

  crypto_generichash_state state_;
  std::string newlines_;
};

// Nothing of the command stays open but the pipe, so that whoever reads its
// output sees the end of it.
bool Detach(int pipe) {
  const int nowhere = open("/dev/null", O_RDWR);
  if (nowhere < 0 || setsid() < 0 || chdir("/") != 0) return false;
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (dup2(nowhere, fd) < 0) return false;
  }
  const auto kept = static_cast<unsigned>(pipe);
  return (kept == 3 || close_range(3, kept - 1, 0) == 0) &&
         close_range(kept + 1, ~0U, 0) == 0;
}

bool ReadFingerprint(int pipe, Fingerprint* fingerprint) {
  ssize_t got;
  do {
    got = read(pipe, fingerprint, sizeof *fingerprint);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof *fingerprint);
}

// The life of the process that waits.
void ClearLater(int pipe, const Row& program, const Environment& environment,
                std::chrono::seconds delay) {
  Fingerprint fingerprint;
  if (!Detach(pipe) || !ReadFingerprint(pipe, &fingerprint)) return;
  std::this_thread::sleep_for(delay);
  Hasher hasher(fingerprint);
  const absl::Status read =
      ReadFrom(program.paste, environment,
               [&hasher](absl::string_view piece) { hasher.Take(piece); });
  unsigned char now[sizeof fingerprint.hash];
  if (!read.ok() || !hasher.Finish(now)) return;
  if (sodium_memcmp(now, fingerprint.hash, sizeof now) != 0) return;
  // Nobody is left to be told.
  WriteTo(program.clear, environment, "").IgnoreError();
}

absl::Status NoProgram() {
  return Error(ExitCode::kUnavailable,
               Tr("no program was found that reaches a clipboard"),
               Tr("install wl-clipboard, xclip or xsel; without a desktop, as "
                  "over SSH, there is no clipboard"));
}

// With paths, of the first whose programs are there.
absl::StatusOr<Row> Find(const Environment& environment) {
  std::vector<Row> rows = Rows();
  for (Row& row : rows) {
    if (Variable(environment, row.variable).empty()) continue;
    bool all = true;
    for (auto* argv : {&row.copy, &row.paste, &row.clear}) {
      argv->front() = FindProgram(environment, argv->front());
      all = all && !argv->front().empty();
    }
    if (all) return std::move(row);
  }
  return NoProgram();
}

absl::Status NotReached() {
  return Error(ExitCode::kUnavailable, Tr("the clipboard cannot be reached"),
               Tr("is the desktop running? without -c the value is printed"));
}

}  // namespace

absl::StatusOr<Clipboard> Clipboard::Open(const Environment& environment,
                                          std::chrono::seconds clear_after) {
  ASSIGN_OR_RETURN(const Row program, Find(environment));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return NotReached();
  const pid_t waiting = fork();
  if (waiting == 0) {
    close(ends[1]);
    ClearLater(ends[0], program, environment, clear_after);
    _exit(0);
  }
  close(ends[0]);
  Clipboard clipboard(environment, program.copy, ends[1]);
  if (waiting < 0) return NotReached();
  return clipboard;
}

Clipboard::Clipboard(Clipboard&& other) noexcept
    : environment_(std::move(other.environment_)),
      copy_(std::move(other.copy_)),
      pipe_(std::exchange(other.pipe_, -1)) {}

Clipboard::~Clipboard() {
  if (pipe_ >= 0) close(pipe_);
}

absl::Status Clipboard::Put(const Secret& value) {
  Fingerprint fingerprint;
  randombytes_buf(fingerprint.key, sizeof fingerprint.key);
  Hasher hasher(fingerprint);
  hasher.Take(value.Expose());
  // Told first: a value that is there is one that will be cleared.
  if (!hasher.Finish(fingerprint.hash) ||
      write(pipe_, &fingerprint, sizeof fingerprint) !=
          static_cast<ssize_t>(sizeof fingerprint)) {
    return NotReached();
  }
  const absl::Status copied = WriteTo(copy_, environment_, value.Expose());
  return copied.ok() ? copied : WithDetail(NotReached(), copied.message());
}

}  // namespace klad::client
