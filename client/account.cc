#include "client/account.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/mirror_file.h"
#include "client/refusal.h"
#include "client/sealed_file.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/identity_file.h"
#include "crypto/vault/exposure.h"
#include "klad/v1/roster.pb.h"

namespace klad::client {
namespace {

constexpr char kAccountFile[] = "account";
constexpr char kIdentityFile[] = "identity";

absl::Status Locked() {
  return Error(ExitCode::kLocked, "your identity is locked",
               "klad unlock; scripts name a file in KLAD_PASSPHRASE_FILE");
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
                 "the passphrase is wrong, or the identity file is damaged",
                 "try again; if you lost the passphrase, ask an owner");
  }
  if (absl::IsInvalidArgument(identity.status())) {
    return Error(ExitCode::kIntegrity,
                 absl::StrCat("the file ", state.folder(),
                              "/identity is "
                              "damaged or cut short"),
                 "put a copy of it back; without one an owner declares the "
                 "identity lost and invites you anew");
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
    return Error(ExitCode::kLocked, "nobody has joined from here yet",
                 "klad found CODE begins an organisation");
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
                   RosterCopy::Load(*parts.state, identity, memory.roster()));
  std::unique_ptr<Account> opened(
      new Account(std::move(parts), std::move(identity), std::move(account),
                  std::move(memory), std::move(copy)));
  if (opened->copy_.roster() == nullptr) RETURN_IF_ERROR(opened->CatchUp());
  return opened;
}

int64_t Account::NowMs() const {
  return std::max(absl::ToUnixMillis(parts_.now()), memory_.newest_time_ms());
}

absl::Status Account::Connect() {
  if (session_ != nullptr) return absl::OkStatus();
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
  return RenewCertificate();
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
  return Explain(session_->Call(method, request, response));
}

absl::Status Account::Learn(const klad::v1::News& news) {
  for (const trust::v1::Signed& entry : news.roster()) {
    RETURN_IF_ERROR(copy_.Add(entry));
  }
  const uint64_t mine = copy_.head().sequence();
  if (mine == 0 || news.roster_sequence() < mine) {
    return Error(ExitCode::kIntegrity,
                 "the server shows an older roster than it did before",
                 "if a backup was restored, an owner says so with `klad "
                 "restore accept`");
  }
  RETURN_IF_ERROR(
      memory_.RaiseRoster(copy_.head(), copy_.roster()->newest_ms()));
  if (news.roster_sequence() > mine) return CatchUp();
  return LearnLedger(news.ledger());
}

absl::Status Account::LearnLedger(const trust::v1::LedgerHead& head) {
  const absl::Status signature = crypto::vault::VerifyLedgerHead(
      organisation(), roster().server_keys().audit_key, head);
  if (!signature.ok()) {
    return Error(ExitCode::kIntegrity,
                 "the head of the ledger is not signed by the key that the "
                 "roster names",
                 "do not trust this server; tell an owner");
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
                 "the server names roster entries that it does not show");
  }
  return Learn(response.news());
}

absl::Status Account::Forget(const std::vector<trust::v1::SafeHead>& heads) {
  ASSIGN_OR_RETURN(const StateLock lock, parts_.state->Lock());
  for (const trust::v1::SafeHead& head : heads) {
    RETURN_IF_ERROR(parts_.state->Remove(lock, MirrorFile::Name(head.safe())));
  }
  memory_.Lower(heads);
  return memory_.Replace(parts_.state, lock, identity_);
}

absl::Status Account::Save() {
  RETURN_IF_ERROR(copy_.Save(parts_.state));
  return memory_.Save(parts_.state, identity_);
}

}  // namespace klad::client
