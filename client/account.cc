#include "client/account.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "client/error.h"
#include "client/keychain.h"
#include "client/mirror_file.h"
#include "client/refusal.h"
#include "client/sealed_file.h"
#include "client/words/words.h"
#include "crypto/base/check.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/identity_file.h"
#include "crypto/roster/epoch_keys.h"
#include "crypto/vault/exposure.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

constexpr char kAccountFile[] = "account";
constexpr char kIdentityFile[] = "identity";

absl::Status Locked() {
  return Error(ExitCode::kLocked, Tr("your identity is locked"),
               Tr("klad unlock; scripts name a file in KLAD_PASSPHRASE_FILE"));
}

// Beyond it one of two clocks is wrong: this machine's, or that of an author
// whom the server lets date the future. By such an entry everybody's time would
// seem over.
constexpr absl::Duration kAhead = absl::Hours(24);

std::string Dated(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, absl::LocalTimeZone());
}

absl::Status CheckDated(int64_t time_ms, absl::Time now) {
  const absl::Time time = absl::FromUnixMillis(time_ms);
  if (time <= now + kAhead) return absl::OkStatus();
  return Error(
      ExitCode::kIntegrity,
      Say("an entry of the roster is dated $0, and this machine's "
          "clock says $1",
          Dated(time), Dated(now)),
      Tr("if that clock is wrong, set it; if it is right, do not trust "
         "this server, and tell an owner"));
}

absl::Status CheckDated(const trust::v1::Signed& signed_entry, absl::Time now) {
  trust::v1::Entry entry;
  // Whatever does not parse, the replay refuses.
  return entry.ParseFromString(signed_entry.body())
             ? CheckDated(entry.time_ms(), now)
             : absl::OkStatus();
}

absl::Status WentBack() {
  return Error(ExitCode::kIntegrity,
               Tr("an owner says that a backup of the server was restored, and "
                  "you know more than it has"),
               Tr("klad restore accept shows what is lost, and goes on when "
                  "you have compared the owner's words"));
}

absl::StatusOr<crypto::Identity> OpenIdentityOf(
    const client::v1::Account& account, AccountParts& parts) {
  const auto kept = parts.keyring->Get(KeyringEntryOf(account));
  if (kept.ok()) return crypto::Identity::Unpack(*kept);
  if (!parts.passphrase) return Locked();
  ASSIGN_OR_RETURN(const Secret passphrase, parts.passphrase());
  return ReadIdentity(*parts.state, passphrase);
}

// The files of a folder belong together.
absl::Status CheckSame(const State& state, const crypto::Identity& identity,
                       const client::v1::Account& account) {
  if (identity.about().organisation() != account.organisation() ||
      identity.about().member() != account.member()) {
    return Damaged(state, kAccountFile);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<client::v1::Account> ReadAccount(const State& state) {
  const auto file = state.Read(kAccountFile);
  if (absl::IsNotFound(file.status())) return absl::NotFoundError("nobody");
  RETURN_IF_ERROR(file.status());
  client::v1::Account account;
  if (!account.ParseFromString(*file)) return Damaged(state, kAccountFile);
  return account;
}

absl::Status WriteAccount(State* state, const client::v1::Account& account) {
  ASSIGN_OR_RETURN(const StateLock lock, state->Lock());
  return state->Write(lock, kAccountFile, account.SerializeAsString());
}

KeyringEntry KeyringEntryOf(const client::v1::Account& account) {
  return {absl::BytesToHexString(account.organisation()),
          absl::BytesToHexString(account.member())};
}

absl::StatusOr<crypto::Identity> ReadIdentity(const State& state,
                                              const Secret& passphrase) {
  ASSIGN_OR_RETURN(const std::string file, state.Read(kIdentityFile));
  auto identity = crypto::OpenIdentity(file, passphrase);
  if (absl::IsUnauthenticated(identity.status())) {
    return Error(ExitCode::kLocked,
                 Tr("the passphrase is wrong, or the identity file is damaged"),
                 Tr("try again; if you lost the passphrase, ask an owner"));
  }
  if (absl::IsInvalidArgument(identity.status())) {
    return Error(
        ExitCode::kIntegrity,
        Say("the file $0/identity is damaged or cut short", state.folder()),
        Tr("put a copy of it back; without one an owner declares the identity "
           "lost and invites you anew"));
  }
  return identity;
}

absl::Status WriteIdentity(State* state, const crypto::Identity& identity,
                           const Secret& passphrase) {
  ASSIGN_OR_RETURN(const std::string file,
                   crypto::SealIdentity(identity, passphrase));
  ASSIGN_OR_RETURN(const StateLock lock, state->Lock());
  return state->Write(lock, kIdentityFile, file);
}

absl::StatusOr<std::unique_ptr<Account>> Account::Open(AccountParts parts) {
  auto account = ReadAccount(*parts.state);
  if (absl::IsNotFound(account.status())) {
    return Error(ExitCode::kLocked, Tr("nobody has joined from here yet"),
                 Tr("klad join INVITATION makes you a member; klad found CODE "
                    "begins an organisation"));
  }
  RETURN_IF_ERROR(account.status());
  ASSIGN_OR_RETURN(crypto::Identity identity, OpenIdentityOf(*account, parts));
  RETURN_IF_ERROR(CheckSame(*parts.state, identity, *account));
  return Open(std::move(parts), std::move(identity), *std::move(account));
}

absl::StatusOr<std::unique_ptr<Account>> Account::Open(
    AccountParts parts, crypto::Identity identity,
    client::v1::Account account) {
  ASSIGN_OR_RETURN(Memory memory, Memory::Load(*parts.state, identity));
  ASSIGN_OR_RETURN(RosterCopy copy,
                   RosterCopy::Load(parts.state, identity, memory.roster()));
  // Who was interrupted between the two writes of Save remembers less than
  // was just verified again.
  if (copy.roster() != nullptr) {
    RETURN_IF_ERROR(
        memory.RaiseRoster(copy.head(), copy.roster()->newest_ms()));
  }
  std::unique_ptr<Account> opened(
      new Account(std::move(parts), std::move(identity), std::move(account),
                  std::move(memory), std::move(copy)));
  if (opened->copy_.roster() == nullptr) RETURN_IF_ERROR(opened->CatchUp());
  return opened;
}

absl::StatusOr<std::unique_ptr<Account>> Account::Open(
    AccountParts parts, crypto::Identity identity, client::v1::Account account,
    ServerLog log) {
  RETURN_IF_ERROR(CheckDated(log.roster.newest_ms(), parts.now()));
  ASSIGN_OR_RETURN(Memory memory, Memory::Load(*parts.state, identity));
  ASSIGN_OR_RETURN(RosterCopy copy,
                   RosterCopy::Load(parts.state, identity, memory.roster()));
  RETURN_IF_ERROR(memory.RaiseRoster(crypto::roster::ToProto(log.roster.head()),
                                     log.roster.newest_ms()));
  copy.Replace(std::move(log.entries), std::move(log.roster));
  return std::unique_ptr<Account>(
      new Account(std::move(parts), std::move(identity), std::move(account),
                  std::move(memory), std::move(copy)));
}

int64_t Account::NowMs() const {
  return std::max(absl::ToUnixMillis(parts_.now()), memory_.newest_time_ms());
}

absl::Status Account::Connect() {
  if (session_ != nullptr) return absl::OkStatus();
  if (parts_.offline) return absl::UnavailableError("offline");
  const auto& about = identity_.about();
  ASSIGN_OR_RETURN(const crypto::Digest ca, crypto::Digest::From(about.ca()));
  auto session = Session::Connect({.server = about.server(),
                                   .organisation = about.organisation(),
                                   .ca_hash = ca,
                                   .ca_der = account_.ca(),
                                   .certificate_der = account_.certificate(),
                                   .key = &identity_.tls_key()});
  if (!session.ok()) return Explain(session.status());
  session_ = *std::move(session);
  return parts_.guest ? absl::OkStatus() : RenewCertificate();
}

// Past half its life, while it still opens the way.
absl::Status Account::RenewCertificate() {
  const auto facts = crypto::ReadCertificate(account_.certificate());
  if (!facts.ok()) return Damaged(*parts_.state, kAccountFile);
  const int64_t now_ms = absl::ToUnixMillis(parts_.now());
  if (now_ms < facts->from_ms + (facts->until_ms - facts->from_ms) / 2) {
    return absl::OkStatus();
  }
  klad::v1::RenewRequest request;
  request.set_member(member());
  klad::v1::RenewResponse response;
  RETURN_IF_ERROR(Explain(
      session_->Call("klad.v1.RosterService/Renew", request, &response)));
  account_.set_certificate(response.certificate());
  account_.set_ca(session_->ca_der());
  return WriteAccount(parts_.state, account_);
}

absl::Status Account::Call(absl::string_view method,
                           const google::protobuf::MessageLite& request,
                           google::protobuf::MessageLite* response) {
  RETURN_IF_ERROR(Connect());
  absl::Status status = Explain(session_->Call(method, request, response));
  return ReasonOf(status) == klad::v1::REASON_BEHIND
             ? OrRestored(std::move(status))
             : status;
}

absl::StatusOr<std::string> Account::ServerCa() {
  RETURN_IF_ERROR(Connect());
  return session_->ca_der();
}

absl::Status Account::Stream(absl::string_view method,
                             const google::protobuf::MessageLite& request,
                             google::protobuf::MessageLite* response,
                             absl::FunctionRef<absl::Status()> taken) {
  RETURN_IF_ERROR(Connect());
  return Explain(session_->Stream(method, request, response, taken));
}

absl::StatusOr<ServerLog> Account::FetchLog() {
  RETURN_IF_ERROR(Connect());
  ASSIGN_OR_RETURN(const crypto::Digest founding,
                   crypto::Digest::From(identity_.about().founding()));
  return client::FetchLog(session_.get(), organisation(), founding);
}

// Behind or beside what is known: an owner may have said why.
absl::Status Account::OrRestored(absl::Status status) {
  const auto log = FetchLog();
  const auto known = copy_.Entries();
  return log.ok() && known.ok() &&
                 UnknownRestored(*log, **known, copy_.roster()) != 0
             ? WentBack()
             : std::move(status);
}

absl::Status Account::Learn(const klad::v1::News& news) {
  const uint64_t before = copy_.head().sequence();
  for (const trust::v1::Signed& entry : news.roster()) {
    RETURN_IF_ERROR(CheckDated(entry, parts_.now()));
    if (absl::Status added = copy_.Add(entry); !added.ok()) {
      return OrRestored(std::move(added));
    }
  }
  RETURN_IF_ERROR(CheckRestored(before));
  const uint64_t mine = copy_.head().sequence();
  if (mine == 0 || news.roster_sequence() < mine) {
    return Error(ExitCode::kIntegrity,
                 Tr("the server shows an older roster than it did before"),
                 Tr("if a backup was restored, an owner says so with `klad "
                    "restore accept`"));
  }
  RETURN_IF_ERROR(
      memory_.RaiseRoster(copy_.head(), copy_.roster()->newest_ms()));
  if (news.roster_sequence() > mine) return CatchUp();
  return LearnLedger(news.ledger());
}

// A `restored` behind `sequence` that names less of a safe than is known.
absl::Status Account::CheckRestored(uint64_t sequence) {
  if (copy_.roster() == nullptr) return absl::OkStatus();
  for (const auto& restored : copy_.roster()->facts().restorations) {
    if (restored.sequence <= sequence) continue;
    for (const auto& named : restored.safes) {
      const trust::v1::Position mine = memory_.safe(named.safe);
      if (mine.sequence() > named.head.sequence ||
          (mine.sequence() == named.head.sequence && mine.sequence() > 0 &&
           mine.link() != named.head.link.view())) {
        return WentBack();
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Account::LearnLedger(const trust::v1::LedgerHead& head) {
  const absl::Status signature = crypto::vault::VerifyLedgerHead(
      organisation(), roster().server_keys().audit_key, head);
  if (!signature.ok()) {
    return Unverified(
        Tr("the head of the ledger is not signed by the key that the "
           "roster names"));
  }
  return memory_.RaiseLedger(head.position());
}

absl::Status Account::CatchUp() {
  klad::v1::ReplayRequest request;
  *request.mutable_known() = Known();
  klad::v1::ReplayResponse response;
  RETURN_IF_ERROR(Call("klad.v1.RosterService/Replay", request, &response));
  if (response.news().roster().empty() &&
      response.news().roster_sequence() > copy_.head().sequence()) {
    return Error(ExitCode::kIntegrity,
                 Tr("the server names roster entries that it does not show"));
  }
  return Learn(response.news());
}

void Account::StartOver(ServerLog log,
                        const std::vector<trust::v1::SafeHead>& heads) {
  const trust::v1::Position head = crypto::roster::ToProto(log.roster.head());
  const int64_t newest_ms = log.roster.newest_ms();
  copy_.Replace(std::move(log.entries), std::move(log.roster));
  memory_.Lower(heads);
  CHECK_THAT(memory_.RaiseRoster(head, newest_ms).ok());
  starting_over_ = true;
}

// Whoever is interrupted between the writes of Save has the old roster or the
// new, no position that could belong to the other, and no copies of either.
absl::Status Account::DropCopies() {
  ASSIGN_OR_RETURN(const StateLock lock, parts_.state->Lock());
  ASSIGN_OR_RETURN(const auto names, parts_.state->List());
  for (const std::string& name : names) {
    if (MirrorFile::IsName(name) || name == Keychain::kFile ||
        name == kRosterCheckpoint) {
      RETURN_IF_ERROR(parts_.state->Remove(lock, name));
    }
  }
  RETURN_IF_ERROR(memory_.Replace(parts_.state, lock, identity_));
  starting_over_ = false;
  return absl::OkStatus();
}

absl::Status Account::Save() {
  if (starting_over_) RETURN_IF_ERROR(DropCopies());
  RETURN_IF_ERROR(copy_.Save(identity_));
  return memory_.Save(parts_.state, identity_);
}

}  // namespace klad::client
