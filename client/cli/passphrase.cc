#include "client/cli/passphrase.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::ExitCode;

constexpr char kOwnFile[] = "KLAD_PASSPHRASE_FILE";
constexpr char kExportFile[] = "KLAD_EXPORT_PASSPHRASE_FILE";

absl::Status Unreadable(absl::string_view path) {
  return client::Error(
      ExitCode::kLocked,
      Say("the passphrase file $0 cannot be read: $1", path, strerror(errno)),
      Say("check $0 and $1", kOwnFile, kExportFile));
}

void WarnIfOpen(int fd, absl::string_view path, Context& context) {
  struct stat info;
  if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) return;
  if ((info.st_mode & 077) == 0) return;
  context.Note(Say("warning: others may read $0; chmod 600 it", path));
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
    return client::Error(ExitCode::kUsage, Tr("the passphrase is empty"),
                         Tr("a passphrase of four or more words is a good "
                            "one"));
  }
  if (passphrase->size() > kMaxPassphrase) {
    return client::Error(
        ExitCode::kUsage,
        Say("the passphrase is longer than $0 bytes", kMaxPassphrase),
        Tr("choose a shorter one"));
  }
  return passphrase;
}

absl::Status NobodyToAsk(absl::string_view variable) {
  return client::Error(
      ExitCode::kLocked, Tr("a passphrase is needed and nobody can be asked"),
      variable == kOwnFile
          ? Say("run klad unlock on a terminal, or name a file in $0", variable)
          : Say("run it on a terminal, or name a file in $0", variable));
}

absl::StatusOr<Secret> Read(Context& context, const char* variable,
                            absl::string_view prompt) {
  const absl::string_view path =
      client::Variable(context.environment(), variable);
  if (!path.empty()) return Checked(FromFile(std::string(path), context));
  if (!context.terminal().Interactive()) return NobodyToAsk(variable);
  return Checked(context.terminal().AskSecret(prompt));
}

absl::StatusOr<Secret> AskTwice(Context& context, const char* variable) {
  if (!context.terminal().Interactive()) return NobodyToAsk(variable);
  ASSIGN_OR_RETURN(
      Secret first,
      Checked(context.terminal().AskSecret(Tr("new passphrase: "))));
  ASSIGN_OR_RETURN(Secret again,
                   context.terminal().AskSecret(Tr("the same once more: ")));
  if (first.Equals(again)) return first;
  return client::Error(ExitCode::kUsage, Tr("the two passphrases differ"),
                       Tr("try again, slowly"));
}

absl::StatusOr<Secret> ReadNew(Context& context, const char* variable) {
  if (!client::Variable(context.environment(), variable).empty()) {
    return Read(context, variable, "");
  }
  return AskTwice(context, variable);
}

}  // namespace

absl::StatusOr<Secret> ReadPassphrase(Context& context,
                                      absl::string_view prompt) {
  return Read(context, kOwnFile, prompt);
}

absl::StatusOr<Secret> ReadNewPassphrase(Context& context) {
  return ReadNew(context, kOwnFile);
}

absl::StatusOr<Secret> AskNewPassphrase(Context& context) {
  return AskTwice(context, kOwnFile);
}

absl::StatusOr<Secret> ReadExportPassphrase(Context& context) {
  return Read(context, kExportFile, Tr("passphrase of the export: "));
}

absl::StatusOr<Secret> ReadNewExportPassphrase(Context& context) {
  return ReadNew(context, kExportFile);
}

}  // namespace klad::cli
