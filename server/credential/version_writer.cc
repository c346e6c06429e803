#include "server/credential/version_writer.h"

#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/part.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/succession.h"
#include "server/audit/exposures.h"
#include "server/credential/keys.h"
#include "server/credential/refused.h"

namespace klad::credential {
namespace {

using crypto::vault::SignedHeader;

absl::Status DamagedVersion() {
  return absl::DataLossError("a record of a credential is damaged");
}

}  // namespace

VersionWriter::VersionWriter(store::Store* store,
                             const klad::v1::ChangeRequest& request,
                             store::Transaction* transaction,
                             trust::v1::LedgerRecord* record)
    : store_(store),
      safe_(request.safe()),
      transaction_(transaction),
      record_(record) {
  for (const std::string& part : request.parts()) {
    parts_[crypto::vault::HashPart(part).str()] = &part;
  }
}

absl::Status VersionWriter::Add(const SignedHeader& signed_header) {
  RETURN_IF_ERROR(AddVersion(signed_header));
  if (!crypto::vault::BringsSecret(signed_header.header)) {
    return absl::OkStatus();
  }
  return AddSecret(signed_header.header);
}

absl::Status VersionWriter::AddArrival(const SignedHeader& signed_header,
                                       const trust::v1::Header& left) {
  RETURN_IF_ERROR(AddVersion(signed_header));
  const trust::v1::Header& header = signed_header.header;
  ASSIGN_OR_RETURN(store::Entry entry,
                   store_->Get(SecretKey(left.safe(), left.credential(),
                                         left.secret().version())));
  store::v1::SecretRecord secret;
  if (!secret.ParseFromString(entry.value) ||
      crypto::vault::HashPart(secret.secret()).view() !=
          header.secret().hash()) {
    return DamagedVersion();
  }
  transaction_->puts.push_back(
      {SecretKey(safe_, header.credential(), header.version()),
       std::move(entry.value)});
  return absl::OkStatus();
}

absl::Status VersionWriter::End() const {
  return parts_.empty() ? absl::OkStatus() : Refused("parts");
}

absl::Status VersionWriter::AddVersion(const SignedHeader& signed_header) {
  const trust::v1::Header& header = signed_header.header;
  store::v1::CredentialRecord newest;
  store::v1::VersionRecord version;
  newest.set_header(signed_header.bytes);
  version.set_header(signed_header.bytes);
  if (crypto::vault::BringsOverview(header)) {
    ASSIGN_OR_RETURN(
        *newest.mutable_overview(),
        TakePart(header.overview().hash(), crypto::vault::kMaxSealedOverview));
    version.set_overview(newest.overview());
  } else {
    ASSIGN_OR_RETURN(*newest.mutable_overview(), OverviewBefore(header));
  }
  transaction_->puts.push_back(
      {CredentialKey(safe_, header.credential()), newest.SerializeAsString()});
  transaction_->puts.push_back(
      {VersionKey(safe_, header.credential(), header.version()),
       version.SerializeAsString()});
  return absl::OkStatus();
}

absl::Status VersionWriter::AddSecret(const trust::v1::Header& header) {
  store::v1::SecretRecord secret;
  ASSIGN_OR_RETURN(
      *secret.mutable_secret(),
      TakePart(header.secret().hash(), crypto::vault::kMaxSealedSecret));
  secret.set_generation(header.generation());
  *secret.mutable_attachments() = header.secret().attachments();
  RETURN_IF_ERROR(NameAttachments(header));
  transaction_->puts.push_back(
      {SecretKey(safe_, header.credential(), header.version()),
       secret.SerializeAsString()});
  store::v1::ExposureRecord exposure;
  exposure.set_version(header.version());
  exposure.set_time_ms(header.time_ms());
  exposure.set_change(header.sequence());
  audit::PutExposure({header.author(), safe_, header.credential(),
                      header.generation(), trust::v1::PURPOSE_WRITE},
                     exposure, transaction_);
  trust::v1::Revealed* revealed = record_->add_revealed();
  revealed->set_safe(safe_);
  revealed->set_credential(header.credential());
  revealed->set_version(header.version());
  revealed->set_generation(header.generation());
  revealed->set_purpose(trust::v1::PURPOSE_WRITE);
  return absl::OkStatus();
}

// From now on they stay. A file is of one credential: sent whole for it by
// whoever names it first.
absl::Status VersionWriter::NameAttachments(const trust::v1::Header& header) {
  for (const std::string& id : header.secret().attachments()) {
    const auto entry = store_->Get(AttachmentKey(id));
    if (absl::IsNotFound(entry.status())) return Refused("attachments");
    RETURN_IF_ERROR(entry.status());
    store::v1::AttachmentRecord attachment;
    if (!attachment.ParseFromString(entry->value)) return DamagedVersion();
    if (attachment.credential() != header.credential()) {
      return Refused("attachments");
    }
    if (attachment.named()) continue;
    if (attachment.member() != header.author() ||
        attachment.received() != attachment.chunks()) {
      return Refused("attachments");
    }
    attachment.set_named(true);
    transaction_->expects.push_back({AttachmentKey(id), entry->revision});
    transaction_->puts.push_back(
        {AttachmentKey(id), attachment.SerializeAsString()});
    transaction_->deletes.push_back(PendingKey(header.author(), id));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> VersionWriter::TakePart(const std::string& hash,
                                                    size_t limit) {
  const auto part = parts_.find(hash);
  if (part == parts_.end() || part->second->size() > limit) {
    return Refused("parts");
  }
  std::string sealed = *part->second;
  parts_.erase(part);
  return sealed;
}

absl::StatusOr<std::string> VersionWriter::OverviewBefore(
    const trust::v1::Header& header) const {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   store_->Get(CredentialKey(safe_, header.credential())));
  store::v1::CredentialRecord before;
  if (!before.ParseFromString(entry.value)) return DamagedVersion();
  return before.overview();
}

}  // namespace klad::credential
