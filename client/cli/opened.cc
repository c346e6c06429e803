#include "client/cli/opened.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/cli/passphrase.h"
#include "client/environment.h"
#include "client/error.h"
#include "client/renewal.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

constexpr size_t kMaxSecretFile = 128 << 10;

absl::StatusOr<Secret> ReadAll(int fd, absl::string_view path) {
  Secret secret(kMaxSecretFile + 1);
  size_t size = 0;
  while (size < secret.size()) {
    const ssize_t got = read(fd, secret.Fill() + size, secret.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return Error(ExitCode::kUsage, absl::StrCat("cannot read ", path));
    }
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kMaxSecretFile) {
    return Error(ExitCode::kUsage, absl::StrCat(path, " is too long"),
                 absl::StrCat("a value may have ", kMaxSecretFile, " bytes"));
  }
  if (size > 0 && secret.Expose()[size - 1] == '\n') --size;
  secret.Truncate(size);
  return secret;
}

}  // namespace

absl::StatusOr<client::AccountParts> PartsOf(Context& context) {
  client::AccountParts parts;
  ASSIGN_OR_RETURN(parts.state, context.state());
  parts.keyring = &context.keyring();
  parts.now = [&context] { return context.now(); };
  if (!client::Variable(context.environment(), "KLAD_PASSPHRASE_FILE")
           .empty()) {
    parts.passphrase = [&context] { return ReadPassphrase(context); };
  }
  return parts;
}

absl::StatusOr<std::unique_ptr<client::Account>> OpenAccount(Context& context) {
  ASSIGN_OR_RETURN(client::AccountParts parts, PartsOf(context));
  return client::Account::Open(std::move(parts));
}

absl::Status Finish(Context& context, client::Vault& vault) {
  for (const std::string& key : client::ClosedKeys(&vault)) {
    context.Note(absl::StrCat("the new key of ", key,
                              " does not open for you: ask who made it"));
  }
  RETURN_IF_ERROR(vault.Save());
  const auto renewed = client::RenewDue(&vault);
  if (client::ExitCodeOf(renewed.status()) == ExitCode::kIntegrity) {
    return renewed.status();
  }
  if (!renewed.ok()) {
    context.Note(absl::StrCat("keys that are due are not renewed yet: ",
                              renewed.status().message()));
    return absl::OkStatus();
  }
  if (*renewed == 0) return absl::OkStatus();
  context.Note(absl::StrCat("renewed ", *renewed,
                            *renewed == 1 ? " key" : " keys",
                            " that somebody knows who must not any more"));
  return vault.Save();
}

void KeepUnlocked(Context& context, const crypto::Identity& identity) {
  client::v1::Account account;
  account.set_organisation(identity.about().organisation());
  account.set_member(identity.about().member());
  const absl::Status kept =
      context.keyring().Put(client::KeyringEntryOf(account), identity.Pack());
  if (!kept.ok()) {
    context.Verbose(absl::StrCat("not kept unlocked: ", kept.message()));
  }
}

absl::StatusOr<Reference> ParseReference(absl::string_view text) {
  const size_t slash = text.find('/');
  if (slash == absl::string_view::npos || slash == 0 ||
      slash + 1 == text.size()) {
    return Error(ExitCode::kUsage,
                 absl::StrCat("\"", text, "\" is not SAFE/TITLE"),
                 "for example: klad get ads/yandex-direct");
  }
  return Reference{std::string(text.substr(0, slash)),
                   std::string(text.substr(slash + 1))};
}

absl::StatusOr<Found> FindReference(client::Vault& vault,
                                    absl::string_view text, Freshness freshness,
                                    Which which) {
  ASSIGN_OR_RETURN(const Reference reference, ParseReference(text));
  Found found;
  ASSIGN_OR_RETURN(found.safe, vault.FindSafe(reference.safe));
  ASSIGN_OR_RETURN(found.mirror, vault.OpenSafe(found.safe.id));
  if (freshness == Freshness::kFollow) RETURN_IF_ERROR(found.mirror->Follow());
  ASSIGN_OR_RETURN(found.item,
                   vault.FindCredential(found.mirror, reference.title,
                                        which == Which::kDeleted));
  return found;
}

absl::StatusOr<Secret> ReadSecretFile(const std::string& path) {
  if (path == "-") return ReadAll(STDIN_FILENO, "standard input");
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Error(ExitCode::kNotFound, absl::StrCat("cannot open ", path));
  }
  absl::StatusOr<Secret> secret = ReadAll(fd, path);
  close(fd);
  return secret;
}

}  // namespace klad::cli
