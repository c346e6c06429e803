#include "client/new_identity.h"

#include "client/door_session.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/certificate.h"
#include "crypto/identity_file.h"

namespace klad::client {
namespace {

constexpr char kIdentityFile[] = "identity";

}  // namespace

std::string NewId() {
  return std::string(Secret::Random(crypto::kIdSize).Expose());
}

absl::Status CheckNobodyHere(const State& state) {
  if (!ReadAccount(state).ok()) return absl::OkStatus();
  return Error(ExitCode::kConflict,
               Say("there is an identity in $0 already", state.folder()),
               Tr("name an empty folder in KLAD_HOME"));
}

absl::Status WriteNewIdentity(State* state, const crypto::Identity& identity,
                              const Secret& passphrase) {
  ASSIGN_OR_RETURN(const std::string file,
                   crypto::SealIdentity(identity, passphrase));
  ASSIGN_OR_RETURN(const StateLock lock, state->Lock());
  if (state->Read(kIdentityFile).ok()) {
    return Error(ExitCode::kConflict,
                 Tr("another klad is making an identity here at this moment"),
                 Tr("wait for it, or name an empty folder in KLAD_HOME"));
  }
  return state->Write(lock, kIdentityFile, file);
}

absl::Status HasIdentity(const State& state) {
  return state.Read(kIdentityFile).status();
}

absl::Status RemoveIdentity(State* state) {
  ASSIGN_OR_RETURN(const StateLock lock, state->Lock());
  return state->Remove(lock, kIdentityFile);
}

absl::StatusOr<client::v1::Account> FetchAccount(
    Session* session, const crypto::Identity& identity) {
  ASSIGN_OR_RETURN(std::string certificate,
                   FetchCertificate(session, identity.about().member()));
  return AccountWith(*session, identity, std::move(certificate));
}

absl::StatusOr<client::v1::Account> AccountWith(
    const Session& session, const crypto::Identity& identity,
    std::string certificate) {
  client::v1::Account account;
  account.set_organisation(identity.about().organisation());
  account.set_member(identity.about().member());
  account.set_ca(session.ca_der());
  account.set_certificate(std::move(certificate));
  const auto facts = crypto::ReadCertificate(account.certificate());
  if (!facts.ok() || facts->public_key != identity.tls_key().public_key()) {
    return Error(ExitCode::kIntegrity,
                 Tr("the server's certificate is not for this identity"));
  }
  return account;
}

}  // namespace klad::client
