#include "server/app/server_keys.h"

#include <utility>

#include "crypto/base/secret.h"
#include "crypto/base/status_macros.h"
#include "crypto/context.h"
#include "crypto/door.h"
#include "crypto/vault/exposure.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"

namespace klad::app {
namespace {

using crypto::CertificateAuthority;
using crypto::SigningKey;
using crypto::Subject;
using crypto::TlsKey;

constexpr size_t kSeedSize = 32;
constexpr int64_t kServerCertificateMs = 366 * crypto::kDayMs;

}  // namespace

absl::StatusOr<store::v1::ServerRecord> ServerKeys::Make(
    absl::string_view address, int64_t now_ms) {
  ASSIGN_OR_RETURN(TlsKey ca_key, TlsKey::Generate());
  const Secret scalar = ca_key.Scalar();
  ASSIGN_OR_RETURN(const CertificateAuthority ca,
                   CertificateAuthority::Create(std::move(ca_key), now_ms));
  store::v1::ServerRecord record;
  record.set_organisation(NewId());
  record.set_ca_key(std::string(scalar.Expose()));
  record.set_ca(ca.der());
  record.set_audit_seed(std::string(Secret::Random(kSeedSize).Expose()));
  record.set_address(std::string(address));
  return record;
}

absl::StatusOr<std::unique_ptr<ServerKeys>> ServerKeys::Load(
    store::Store* store, const Clock* clock) {
  const auto entry = store->Get(store::kServerKey);
  if (absl::IsNotFound(entry.status())) {
    return absl::FailedPreconditionError(
        "the data folder was never initialised; run kladd init");
  }
  RETURN_IF_ERROR(entry.status());
  store::v1::ServerRecord record;
  if (!record.ParseFromString(entry->value) ||
      record.audit_seed().size() != kSeedSize) {
    return absl::DataLossError("the server's own record is damaged");
  }
  ASSIGN_OR_RETURN(TlsKey ca_key,
                   TlsKey::FromScalar(Secret::Copy(record.ca_key())));
  ASSIGN_OR_RETURN(CertificateAuthority ca,
                   CertificateAuthority::Load(std::move(ca_key), record.ca()));
  SigningKey audit = SigningKey::FromSeed(Secret::Copy(record.audit_seed()));
  record.clear_ca_key();
  record.clear_audit_seed();
  return std::unique_ptr<ServerKeys>(new ServerKeys(
      std::move(record), std::move(ca), std::move(audit), clock));
}

std::string ServerKeys::Sign(const trust::v1::Position& head) {
  return crypto::vault::SignLedgerHead(organisation(), audit_, head)
      .signature();
}

absl::StatusOr<std::string> ServerKeys::IssueMember(absl::string_view member,
                                                    absl::string_view tls_key,
                                                    int64_t until_ms) const {
  const int64_t now_ms = clock_->NowMs();
  return ca_.Issue(
      {Subject::Kind::kMember, std::string(member)}, tls_key, now_ms,
      until_ms == 0 ? now_ms + crypto::kMemberCertificateMs : until_ms);
}

absl::StatusOr<std::string> ServerKeys::IssueGuest(const Subject& guest,
                                                   absl::string_view tls_key,
                                                   int64_t until_ms) const {
  return ca_.Issue(guest, tls_key, clock_->NowMs(), until_ms);
}

absl::StatusOr<std::string> ServerKeys::IssueServer(const TlsKey& key) const {
  const int64_t now_ms = clock_->NowMs();
  return ca_.Issue({Subject::Kind::kServer, organisation()}, key.public_key(),
                   now_ms, now_ms + kServerCertificateMs);
}

absl::StatusOr<std::string> ServerKeys::IssueDoor() const {
  trust::v1::Door door;
  door.set_organisation(organisation());
  door.set_server(address());
  door.set_ca(ca_.hash().str());
  door.set_audit_key(audit_.public_key());
  door.set_secret(
      std::string(Secret::Random(crypto::kDoorSecretSize).Expose()));
  ASSIGN_OR_RETURN(const TlsKey key, crypto::DoorTlsKey(door));
  const int64_t now_ms = clock_->NowMs();
  ASSIGN_OR_RETURN(*door.mutable_certificate(),
                   ca_.Issue({Subject::Kind::kDoor, NewId()}, key.public_key(),
                             now_ms, now_ms + crypto::kDoorCertificateMs));
  return crypto::FormatDoor(door);
}

}  // namespace klad::app
