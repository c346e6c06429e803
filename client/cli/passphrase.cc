#include "client/cli/passphrase.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;

constexpr char kFileVariable[] = "KLAD_PASSPHRASE_FILE";

absl::Status Unreadable(absl::string_view path) {
  return client::Error(ExitCode::kLocked,
                       absl::StrCat("the passphrase file ", path,
                                    " cannot be read: ", strerror(errno)),
                       absl::StrCat("check ", kFileVariable));
}

void WarnIfOpen(int fd, absl::string_view path, Context& context) {
  struct stat info;
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return;
  if ((info.st_mode & 077) == 0) return;
  context.Note(
      absl::StrCat("warning: others may read ", path, "; chmod 600 it"));
}

// One byte more than allowed is enough to see that it is too long.
absl::StatusOr<Secret> ReadUpTo(int fd, size_t limit, absl::string_view path) {
  Secret bytes(limit);
  size_t size = 0;
  while (size < limit) {
    const ssize_t got = read(fd, bytes.Fill() + size, limit - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unreadable(path);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  bytes.Truncate(size);
  return bytes;
}

absl::StatusOr<Secret> FromFile(const std::string& path, Context& context) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return Unreadable(path);
  WarnIfOpen(fd, path, context);
  // Room for the newline, and for one byte too many.
  absl::StatusOr<Secret> bytes = ReadUpTo(fd, kMaxPassphrase + 2, path);
  close(fd);
  if (bytes.ok() && !bytes->empty() && bytes->Expose().back() == '\n') {
    bytes->Truncate(bytes->size() - 1);
  }
  return bytes;
}

absl::StatusOr<Secret> Checked(absl::StatusOr<Secret> passphrase) {
  if (!passphrase.ok()) return passphrase;
  if (passphrase->empty()) {
    return client::Error(ExitCode::kUsage, "the passphrase is empty",
                         "a passphrase of four or more words is a good one");
  }
  if (passphrase->size() > kMaxPassphrase) {
    return client::Error(ExitCode::kUsage,
                         absl::StrCat("the passphrase is longer than ",
                                      kMaxPassphrase, " bytes"),
                         "choose a shorter one");
  }
  return passphrase;
}

absl::Status NobodyToAsk() {
  return client::Error(
      ExitCode::kLocked, "a passphrase is needed and nobody can be asked",
      absl::StrCat("run klad unlock on a terminal, or name a file in ",
                   kFileVariable));
}

}  // namespace

absl::StatusOr<Secret> ReadPassphrase(Context& context,
                                      absl::string_view prompt) {
  const absl::string_view path =
      client::Variable(context.environment(), kFileVariable);
  if (!path.empty()) return Checked(FromFile(std::string(path), context));
  if (!context.terminal().Interactive()) return NobodyToAsk();
  return Checked(context.terminal().AskSecret(absl::StrCat(prompt, ": ")));
}

absl::StatusOr<Secret> ReadNewPassphrase(Context& context) {
  if (!client::Variable(context.environment(), kFileVariable).empty()) {
    return ReadPassphrase(context);
  }
  return AskNewPassphrase(context);
}

absl::StatusOr<Secret> AskNewPassphrase(Context& context) {
  if (!context.terminal().Interactive()) return NobodyToAsk();
  ASSIGN_OR_RETURN(Secret first,
                   Checked(context.terminal().AskSecret("new passphrase: ")));
  ASSIGN_OR_RETURN(Secret again,
                   context.terminal().AskSecret("the same once more: "));
  if (first.Equals(again)) return first;
  return client::Error(ExitCode::kUsage, "the two passphrases differ",
                       "try again, slowly");
}

}  // namespace klad::cli
