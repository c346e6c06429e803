#include "client/cli/opened.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <utility>

#include "client/cli/departure_run.h"
#include "client/cli/passphrase.h"
#include "client/cli/progress.h"
#include "client/environment.h"
#include "client/error.h"
#include "client/renewal.h"
#include "client/shares.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/token.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

constexpr size_t kMaxSecretFile = 128 << 10;

absl::StatusOr<Secret> ReadAll(int fd, absl::string_view path,
                               LastNewline newline) {
  Secret secret(kMaxSecretFile + 1);
  size_t size = 0;
  while (size < secret.size()) {
    const ssize_t got = read(fd, secret.Fill() + size, secret.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return Error(ExitCode::kUsage, Say("cannot read $0", path));
    }
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > kMaxSecretFile) {
    return Error(ExitCode::kUsage, Say("$0 is too long", path),
                 Say("a value may have $0 bytes", kMaxSecretFile));
  }
  const bool drop = newline == LastNewline::kDrop;
  if (drop && size > 0 && secret.Expose()[size - 1] == '\n') --size;
  secret.Truncate(size);
  return secret;
}

absl::StatusOr<crypto::Token> ReadToken(const std::string& path) {
  ASSIGN_OR_RETURN(const Secret text, ReadSecretFile(path));
  auto token = crypto::ParseToken(text);
  if (token.ok()) return token;
  return client::WithDetail(
      Error(ExitCode::kUsage, Say("$0 holds no token of a tool", path),
            Tr("KLAD_TOKEN_FILE names a file with the whole line that klad "
               "tool new printed")),
      token.status().ToString());
}

absl::Status CheckStillGood(Context& context, const crypto::Token& token) {
  const auto facts = crypto::ReadCertificate(token.certificate);
  if (facts.ok() && absl::ToUnixMillis(context.now()) < facts->until_ms) {
    return absl::OkStatus();
  }
  return Error(ExitCode::kLocked, Tr("the time of this tool is over"),
               Tr("an owner makes another: klad tool new"));
}

// The roster must go on from where the token was made.
absl::Status CheckHead(const client::Account& account,
                       const trust::v1::Position& head) {
  const auto link = crypto::Digest::From(head.link());
  if (link.ok() && account.roster().Contains({head.sequence(), *link})) {
    return absl::OkStatus();
  }
  return client::Unverified(
      Tr("the server shows another roster than the one this token was "
         "made on"));
}

std::function<void(uint64_t, uint64_t)> ProgressOn(Context& context) {
  const auto progress =
      std::make_shared<Progress>(context.err(), context.terminal());
  return [progress](uint64_t done, uint64_t all) {
    if (done < all) {
      progress->Show(done, all);
    } else {
      progress->Erase();
    }
  };
}

absl::StatusOr<std::unique_ptr<client::Account>> OpenTool(
    Context& context, const std::string& path) {
  ASSIGN_OR_RETURN(crypto::Token token, ReadToken(path));
  RETURN_IF_ERROR(CheckStillGood(context, token));
  const trust::v1::Identity about = token.identity.about();
  client::AccountParts parts;
  ASSIGN_OR_RETURN(parts.state, context.ToolState(about.member()));
  parts.keyring = &context.keyring();
  parts.now = [&context] { return context.now(); };
  parts.progress = ProgressOn(context);
  parts.guest = true;
  client::v1::Account account;
  account.set_organisation(about.organisation());
  account.set_member(about.member());
  account.set_certificate(token.certificate);
  ASSIGN_OR_RETURN(auto opened, client::Account::Open(std::move(parts),
                                                      std::move(token.identity),
                                                      std::move(account)));
  RETURN_IF_ERROR(CheckHead(*opened, token.roster));
  return opened;
}

// What falls to owners and managers, whatever else they came for.
absl::Status DoWhatIsDue(Context& context, client::Vault& vault) {
  ASSIGN_OR_RETURN(const int keys, client::RenewDue(&vault));
  if (keys > 0) {
    context.Note(
        SayN("renewed $0 key that somebody knows who must not any more",
             "renewed $0 keys that somebody knows who must not any more", keys,
             keys));
  }
  ASSIGN_OR_RETURN(const int shares, client::RenewShares(&vault));
  if (shares > 0) {
    context.Note(SayN("sealed $0 shared credential to new keys",
                      "sealed $0 shared credentials to new keys", shares,
                      shares));
  }
  if (keys + shares > 0) RETURN_IF_ERROR(vault.Save());
  return DepartEnded(context, vault);
}

}  // namespace

absl::StatusOr<client::AccountParts> PartsOf(Context& context) {
  client::AccountParts parts;
  ASSIGN_OR_RETURN(parts.state, context.state());
  parts.keyring = &context.keyring();
  parts.now = [&context] { return context.now(); };
  parts.progress = ProgressOn(context);
  const bool named =
      !client::Variable(context.environment(), "KLAD_PASSPHRASE_FILE").empty();
  if (named || context.terminal().Interactive()) {
    parts.passphrase = [&context] { return ReadPassphrase(context); };
  }
  return parts;
}

absl::StatusOr<std::unique_ptr<client::Account>> OpenAccount(Context& context) {
  const absl::string_view token =
      client::Variable(context.environment(), "KLAD_TOKEN_FILE");
  if (!token.empty()) return OpenTool(context, std::string(token));
  ASSIGN_OR_RETURN(client::AccountParts parts, PartsOf(context));
  return client::Account::Open(std::move(parts));
}

absl::Status Finish(Context& context, client::Vault& vault) {
  for (const std::string& key : client::ClosedKeys(&vault)) {
    context.Note(
        Say("the new key of $0 does not open for you: ask who made it", key));
  }
  RETURN_IF_ERROR(vault.Save());
  absl::Status done = DoWhatIsDue(context, vault);
  if (client::ExitCodeOf(done) == ExitCode::kIntegrity) return done;
  if (!done.ok()) {
    context.Note(Say("what is due is not done yet: $0", done.message()));
  }
  return absl::OkStatus();
}

void KeepUnlocked(Context& context, const crypto::Identity& identity) {
  client::v1::Account account;
  account.set_organisation(identity.about().organisation());
  account.set_member(identity.about().member());
  const absl::Status kept =
      context.keyring().Put(client::KeyringEntryOf(account), identity.Pack());
  if (!kept.ok()) {
    context.Verbose(Say("not kept unlocked: $0", kept.message()));
  }
}

absl::StatusOr<Secret> ReadSecretFile(const std::string& path,
                                      LastNewline newline) {
  if (path == "-") return ReadAll(STDIN_FILENO, Tr("standard input"), newline);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return Error(ExitCode::kNotFound, Say("cannot open $0", path));
  }
  absl::StatusOr<Secret> secret = ReadAll(fd, path, newline);
  close(fd);
  return secret;
}

}  // namespace klad::cli
