// found, renew, unlock, lock, passphrase, me, status.
#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/identity_words.h"
#include "client/cli/opened.h"
#include "client/cli/passphrase.h"
#include "client/cli/qr.h"
#include "client/door_session.h"
#include "client/error.h"
#include "client/founding.h"
#include "client/freshness.h"
#include "client/people.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/roster/facts.h"
#include "crypto/words.h"

namespace klad::cli {
namespace {

using client::Error;
using client::ExitCode;

constexpr int64_t kStaleMs = 7LL * 24 * 3600 * 1000;

// A founding whose answer was lost: the identity is here, the entry stands.
absl::StatusOr<client::v1::Account> Resume(const trust::v1::Door& door,
                                           const crypto::Identity& identity) {
  ASSIGN_OR_RETURN(const auto session, client::OpenDoor(door));
  client::v1::Account account;
  account.set_organisation(identity.about().organisation());
  account.set_member(identity.about().member());
  ASSIGN_OR_RETURN(
      *account.mutable_certificate(),
      client::FetchCertificate(session.get(), identity.about().member()));
  account.set_ca(session->ca_der());
  return account;
}

absl::StatusOr<Result> Settle(Context& context, crypto::Identity identity,
                              const client::v1::Account& account) {
  ASSIGN_OR_RETURN(client::State * state, context.state());
  RETURN_IF_ERROR(client::WriteAccount(state, account));
  KeepUnlocked(context, identity);
  ASSIGN_OR_RETURN(client::AccountParts parts, PartsOf(context));
  ASSIGN_OR_RETURN(
      const std::unique_ptr<client::Account> opened,
      client::Account::Open(std::move(parts), std::move(identity), account));
  RETURN_IF_ERROR(opened->Save());
  const crypto::roster::State& roster = opened->roster();
  Result result;
  result.Add("organisation", roster.facts().name);
  result.Add("login", roster.FindMember(opened->member())->login);
  result.Add("words", crypto::Words(roster.head().link));
  return result;
}

absl::StatusOr<Result> ResumeFound(Context& context,
                                   const trust::v1::Door& door) {
  ASSIGN_OR_RETURN(client::State * state, context.state());
  ASSIGN_OR_RETURN(const Secret passphrase, ReadPassphrase(context));
  ASSIGN_OR_RETURN(crypto::Identity identity,
                   client::ReadIdentity(*state, passphrase));
  ASSIGN_OR_RETURN(const client::v1::Account account, Resume(door, identity));
  context.Note(
      Tr("the founding had succeeded before; the recovery kit printed then is "
         "the one to keep"));
  return Settle(context, std::move(identity), account);
}

absl::StatusOr<Result> FoundOrganisation(Context& context) {
  ASSIGN_OR_RETURN(const trust::v1::Door door,
                   client::ReadDoor(context.Get("CODE")));
  ASSIGN_OR_RETURN(client::State * state, context.state());
  if (client::ReadAccount(*state).ok()) {
    return Error(
        ExitCode::kConflict,
        Say("there is an identity in $0 already", state->folder()),
        Tr("name another folder in KLAD_HOME to found another organisation"));
  }
  if (state->Read("identity").ok()) return ResumeFound(context, door);
  client::FoundingPlan plan = {.door = door,
                               .login = context.Get("name"),
                               .organisation = context.Get("organisation"),
                               .now_ms = absl::ToUnixMillis(context.now())};
  ASSIGN_OR_RETURN(const client::Founding founding,
                   client::Founding::Make(std::move(plan)));
  ASSIGN_OR_RETURN(const Secret passphrase, ReadNewPassphrase(context));
  RETURN_IF_ERROR(
      client::WriteIdentity(state, founding.identity(), passphrase));
  const auto account = founding.Send();
  if (!account.ok()) {
    if (client::ExitCodeOf(account.status()) != ExitCode::kUnavailable) {
      ASSIGN_OR_RETURN(const client::StateLock lock, state->Lock());
      RETURN_IF_ERROR(state->Remove(lock, "identity"));
      return account.status();
    }
    // It may have happened: then this is the only time the kit is seen.
    context.Note(Say("keep this recovery kit in case it did: $0",
                     founding.KitCode().Expose()));
    return client::WithHint(account.status(),
                            Tr("run klad found again with a line from kladd "
                               "door; it takes up what happened"));
  }
  ASSIGN_OR_RETURN(const crypto::Identity identity,
                   crypto::Identity::Unpack(founding.identity().Pack()));
  ASSIGN_OR_RETURN(
      Result result,
      Settle(context, *crypto::Identity::Unpack(identity.Pack()), *account));
  const Secret kit = founding.KitCode();
  if (context.terminal().ErrorIsTerminal()) context.err() << QrCode(kit);
  result.Add("recovery_kit", kit.Clone());
  result.messages.emplace_back(
      Tr("print the recovery kit and keep it where you keep contracts: it is "
         "an owner, it is shown only now, and without it and without an owner "
         "nothing can be opened again"));
  return result;
}

absl::StatusOr<Result> Renew(Context& context) {
  ASSIGN_OR_RETURN(const trust::v1::Door door,
                   client::ReadDoor(context.Get("CODE")));
  ASSIGN_OR_RETURN(client::State * state, context.state());
  auto account = client::ReadAccount(*state);
  if (!account.ok() || account->organisation() != door.organisation()) {
    return Error(ExitCode::kLocked,
                 Tr("you are not a member of the organisation of this line"));
  }
  ASSIGN_OR_RETURN(const auto session, client::OpenDoor(door));
  ASSIGN_OR_RETURN(*account->mutable_certificate(),
                   client::FetchCertificate(session.get(), account->member()));
  account->set_ca(session->ca_der());
  RETURN_IF_ERROR(client::WriteAccount(state, *account));
  return Result::Message(Tr("the certificate is renewed"));
}

absl::StatusOr<client::v1::Account> AccountHere(Context& context) {
  ASSIGN_OR_RETURN(client::State * state, context.state());
  auto account = client::ReadAccount(*state);
  if (absl::IsNotFound(account.status())) {
    return Error(ExitCode::kLocked, Tr("nobody has joined from here yet"),
                 Tr("klad join INVITATION makes you a member; klad found CODE "
                    "begins an organisation"));
  }
  return account;
}

absl::StatusOr<Result> Unlock(Context& context) {
  ASSIGN_OR_RETURN(const client::v1::Account account, AccountHere(context));
  ASSIGN_OR_RETURN(client::State * state, context.state());
  ASSIGN_OR_RETURN(const Secret passphrase, ReadPassphrase(context));
  ASSIGN_OR_RETURN(const crypto::Identity identity,
                   client::ReadIdentity(*state, passphrase));
  RETURN_IF_ERROR(
      context.keyring().Put(client::KeyringEntryOf(account), identity.Pack()));
  return Result::Message(
      Tr("unlocked: until 30 minutes without use, 12 hours, or klad lock"));
}

absl::StatusOr<Result> Lock(Context& context) {
  ASSIGN_OR_RETURN(const client::v1::Account account, AccountHere(context));
  RETURN_IF_ERROR(context.keyring().Remove(client::KeyringEntryOf(account)));
  return Result::Message(Tr("locked"));
}

absl::StatusOr<Result> ChangePassphrase(Context& context) {
  RETURN_IF_ERROR(AccountHere(context).status());
  ASSIGN_OR_RETURN(client::State * state, context.state());
  ASSIGN_OR_RETURN(const Secret before,
                   ReadPassphrase(context, Tr("present passphrase: ")));
  ASSIGN_OR_RETURN(const crypto::Identity identity,
                   client::ReadIdentity(*state, before));
  absl::StatusOr<Secret> after = context.Has("new-from")
                                     ? ReadSecretFile(context.Get("new-from"))
                                     : AskNewPassphrase(context);
  RETURN_IF_ERROR(after.status());
  if (after->empty() || after->size() > kMaxPassphrase) {
    return Error(ExitCode::kUsage,
                 Tr("the new passphrase is empty or too long"));
  }
  RETURN_IF_ERROR(client::WriteIdentity(state, identity, *after));
  return Result::Message(Tr("the passphrase is changed"));
}

absl::StatusOr<Result> Me(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  const crypto::roster::State& roster = account->roster();
  const crypto::roster::Member* me = roster.FindMember(account->member());
  if (me == nullptr) {
    return Error(ExitCode::kLocked, Tr("the roster does not know you"));
  }
  Result result;
  result.Add("login", me->login);
  result.Add("member", absl::BytesToHexString(account->member()));
  result.Add("organisation", roster.facts().name);
  result.Add("roles", client::RolesOf(roster, *me, account->NowMs()));
  result.Add("words", IdentityWords(roster, *me));
  result.Add("server", account->identity().about().server());
  return result;
}

absl::StatusOr<Result> Status(Context& context) {
  ASSIGN_OR_RETURN(const auto account, OpenAccount(context));
  RETURN_IF_ERROR(account->CatchUp());
  client::Vault vault(account.get());
  RETURN_IF_ERROR(Finish(context, vault));
  const crypto::roster::State& roster = account->roster();
  crypto::roster::Position at = roster.head();
  if (context.Has("at")) {
    ASSIGN_OR_RETURN(const int64_t sequence,
                     context.Number("at", 1, at.sequence));
    ASSIGN_OR_RETURN(at, roster.At(sequence));
  }
  Result result;
  result.Add("organisation", roster.facts().name);
  result.Add("sequence", at.sequence);
  result.Add("words", crypto::Words(at.link));
  if (context.Has("at")) return result;
  result.Add("ledger", account->Known().ledger().sequence());
  result.Add("server", account->identity().about().server());
  const int64_t week_ago_ms = account->NowMs() - kStaleMs;
  ASSIGN_OR_RETURN(const int64_t newest_ms,
                   client::NewestOfOthersMs(&vault, week_ago_ms));
  if (newest_ms != 0 && newest_ms < week_ago_ms) {
    result.messages.emplace_back(
        Tr("nobody else has signed anything for more than a week, as far as "
           "the server shows: compare the words with a colleague"));
  }
  RETURN_IF_ERROR(vault.Save());
  return result;
}

}  // namespace

std::vector<Command> IdentityCommands() {
  return {
      {.path = "found",
       .summary = Mark("begin an organisation"),
       .help =
           Mark("CODE is the line that kladd init or kladd door printed. Makes "
                "your identity, sealed under a passphrase, and a recovery kit, "
                "which is shown only this once.\n\nExample:\n  klad found CODE "
                "--organisation Marketing --name head1"),
       .arguments = {{"CODE", Mark("the line from kladd init or kladd door")}},
       .options = {{"organisation", 0, "NAME", Mark("how people call it")},
                   {"name", 0, "LOGIN", Mark("your login: a-z 0-9 . _ -")}},
       .handler = FoundOrganisation},
      {.path = "renew",
       .summary = Mark("get a new certificate after a long absence"),
       .help =
           Mark("Certificates renew themselves while they are used; after 30 "
                "days without use an administrator's line opens the "
                "door.\n\nExample:\n  klad renew CODE"),
       .arguments = {{"CODE", Mark("the line from kladd door")}},
       .handler = Renew},
      {.path = "unlock",
       .summary = Mark("open your identity for the next commands"),
       .help =
           Mark("Keeps it in the kernel's key ring until 30 minutes without "
                "use, twelve hours, a reboot or klad lock. Any program running "
                "as you can use it meanwhile.\n\nExample:\n  klad unlock"),
       .handler = Unlock},
      {.path = "lock",
       .summary = Mark("close your identity again"),
       .help = Mark("Example:\n  klad lock"),
       .handler = Lock},
      {.path = "passphrase",
       .summary = Mark("change your passphrase"),
       .help =
           Mark("The passphrase never leaves this machine; nobody can reset "
                "it.\n\nExample:\n  klad passphrase"),
       .options = {{"new-from", 0, "FILE",
                    Mark("take the new one from a file")}},
       .handler = ChangePassphrase},
      {.path = "me",
       .summary = Mark("show who you are here"),
       .help = Mark("Example:\n  klad me"),
       .handler = Me},
      {.path = "status",
       .summary = Mark("show where the organisation stands, as verified"),
       .help =
           Mark("The eight words stand for the newest entry of the roster: two "
                "people who see the same words see the same organisation. For "
                "an older entry use --at with its number.\n\nExample:\n  klad "
                "status --at 7"),
       .options = {{"at", 0, "N", Mark("the words of entry N")}},
       .handler = Status},
  };
}

}  // namespace klad::cli
