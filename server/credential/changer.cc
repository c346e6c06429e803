#include "server/credential/changer.h"

#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/vault/limits.h"
#include "crypto/vault/part.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/audit/exposures.h"
#include "server/base/id.h"
#include "server/credential/keys.h"
#include "server/credential/share_records.h"
#include "server/store/keyspace.h"

namespace klad::credential {
namespace {

using crypto::vault::CheckedChange;
using crypto::vault::SignedHeader;
using klad::v1::ChangeRequest;

constexpr char kChange[] = "klad.v1.CredentialService/Change";

absl::Status Refused(absl::string_view rule) {
  return access::Refuse(klad::v1::REASON_CHANGE_REFUSED,
                        {{"rule", std::string(rule)}});
}

// The reasons of CheckChange as refusals; the store's errors as they are.
absl::Status FromCheck(const absl::Status& status) {
  if (absl::IsAborted(status)) {
    return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  if (absl::IsDataLoss(status) || absl::IsUnimplemented(status)) {
    return Refused(status.message());
  }
  return status;
}

std::string HeadRecord(const CheckedChange& change) {
  store::v1::SafeHeadRecord head;
  *head.mutable_head() = change.position;
  head.set_root(change.root.str());
  head.set_roster(change.roster.sequence());
  return head.SerializeAsString();
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               const ChangeRequest& request,
                               const CheckedChange& change) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(kChange);
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(absl::StrCat("safe/", Hex(request.safe()), "/",
                                  change.position.sequence()));
  return record;
}

}  // namespace

absl::StatusOr<trust::v1::Position> Changer::Change(
    const access::Caller& caller, const ChangeRequest& request) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  RETURN_IF_ERROR(access::DecideSafe(caller, *now.state, request.safe(),
                                     trust::v1::LEVEL_WRITE,
                                     parts_.clock->NowMs()));
  ASSIGN_OR_RETURN(const auto book, books_->Open(request.safe()));
  ASSIGN_OR_RETURN(const bool stands, StandsAlready(request));
  if (stands) return book->head().position;
  if (now.restored_ms != 0) return access::Refuse(klad::v1::REASON_RESTORED);
  const auto newest = [&](absl::string_view credential) {
    return NewestHeader(request.safe(), credential);
  };
  auto checked =
      book->Check(*now.state, newest, request.previous(), request.change());
  if (!checked.ok()) return FromCheck(checked.status());
  RETURN_IF_ERROR(CheckStanding(now, caller, checked->change));

  store::v1::ChangeRecord stored;
  *stored.mutable_change() = request.change();
  store::Transaction transaction;
  transaction.expects = {{store::kRosterHeadKey, now.revision},
                         {HeadKey(request.safe()), checked->revision}};
  transaction.puts = {
      {HeadKey(request.safe()), HeadRecord(checked->change)},
      {ChangeKey(request.safe(), checked->change.position.sequence()),
       stored.SerializeAsString()}};
  trust::v1::LedgerRecord record = Record(caller, request, checked->change);
  PartsByHash parts;
  for (const std::string& part : request.parts()) {
    parts[crypto::vault::HashPart(part).str()] = &part;
  }
  for (const SignedHeader& header : checked->change.headers) {
    RETURN_IF_ERROR(AddVersion(request, header, &parts, &transaction, &record));
  }
  if (!parts.empty()) return Refused("parts");
  RETURN_IF_ERROR(PutShares(parts_.store, *now.state, request.safe(),
                            checked->change.headers, request.shares(),
                            &transaction));
  const auto committed =
      parts_.ledger->Commit(std::move(transaction), {std::move(record)});
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  RETURN_IF_ERROR(committed.status());
  book->Accept(checked->change, committed->revision);
  return checked->change.position;
}

// What the signed bytes alone cannot tell.
absl::Status Changer::CheckStanding(const access::Directory::Snapshot& now,
                                    const access::Caller& caller,
                                    const CheckedChange& change) const {
  if (change.author != caller.id) return Refused("author");
  if (change.roster.sequence() != now.state->head().sequence) {
    return access::Refuse(klad::v1::REASON_ROSTER_MOVED);
  }
  const int64_t now_ms = parts_.clock->NowMs();
  for (const SignedHeader& header : change.headers) {
    if (std::llabs(header.header.time_ms() - now_ms) > kClockToleranceMs) {
      return access::Refuse(klad::v1::REASON_CLOCK,
                            {{"server_ms", absl::StrCat(now_ms)}});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> Changer::StandsAlready(
    const ChangeRequest& request) const {
  const auto entry = parts_.store->Get(
      ChangeKey(request.safe(), request.previous().sequence() + 1));
  if (absl::IsNotFound(entry.status())) return false;
  RETURN_IF_ERROR(entry.status());
  store::v1::ChangeRecord record;
  if (!record.ParseFromString(entry->value)) {
    return absl::DataLossError("a record of a change is damaged");
  }
  return crypto::HashSigned(record.change()) ==
         crypto::HashSigned(request.change());
}

absl::StatusOr<std::string> Changer::NewestHeader(
    absl::string_view safe, absl::string_view credential) const {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   parts_.store->Get(CredentialKey(safe, credential)));
  store::v1::CredentialRecord record;
  if (!record.ParseFromString(entry.value)) {
    return absl::InternalError("a record of a credential is damaged");
  }
  return record.header();
}

// Writing is exposure: whoever brings a secret has seen it.
absl::Status Changer::AddVersion(const ChangeRequest& request,
                                 const SignedHeader& signed_header,
                                 PartsByHash* parts,
                                 store::Transaction* transaction,
                                 trust::v1::LedgerRecord* record) const {
  const trust::v1::Header& header = signed_header.header;
  store::v1::CredentialRecord newest;
  store::v1::VersionRecord version;
  newest.set_header(signed_header.bytes);
  version.set_header(signed_header.bytes);
  if (crypto::vault::BringsOverview(header)) {
    const auto part = parts->find(header.overview().hash());
    if (part == parts->end() ||
        part->second->size() > crypto::vault::kMaxSealedOverview) {
      return Refused("parts");
    }
    newest.set_overview(*part->second);
    version.set_overview(*part->second);
    parts->erase(part);
  } else {
    ASSIGN_OR_RETURN(
        const store::Entry entry,
        parts_.store->Get(CredentialKey(request.safe(), header.credential())));
    store::v1::CredentialRecord before;
    if (!before.ParseFromString(entry.value)) {
      return absl::DataLossError("a record of a credential is damaged");
    }
    newest.set_overview(std::move(*before.mutable_overview()));
  }
  if (crypto::vault::BringsSecret(header)) {
    const auto part = parts->find(header.secret().hash());
    if (part == parts->end() ||
        part->second->size() > crypto::vault::kMaxSealedSecret) {
      return Refused("parts");
    }
    store::v1::SecretRecord secret;
    secret.set_secret(*part->second);
    secret.set_generation(header.generation());
    transaction->puts.push_back(
        {SecretKey(request.safe(), header.credential(), header.version()),
         secret.SerializeAsString()});
    store::v1::ExposureRecord exposure;
    exposure.set_version(header.version());
    exposure.set_time_ms(header.time_ms());
    exposure.set_change(header.sequence());
    audit::PutExposure({header.author(), request.safe(), header.credential(),
                        header.generation(), trust::v1::PURPOSE_WRITE},
                       exposure, transaction);
    trust::v1::Revealed* revealed = record->add_revealed();
    revealed->set_safe(request.safe());
    revealed->set_credential(header.credential());
    revealed->set_version(header.version());
    revealed->set_generation(header.generation());
    revealed->set_purpose(trust::v1::PURPOSE_WRITE);
    parts->erase(part);
  }
  transaction->puts.push_back(
      {CredentialKey(request.safe(), header.credential()),
       newest.SerializeAsString()});
  transaction->puts.push_back(
      {VersionKey(request.safe(), header.credential(), header.version()),
       version.SerializeAsString()});
  return absl::OkStatus();
}

}  // namespace klad::credential
