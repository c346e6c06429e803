#include "server/credential/revealer.h"

#include <cstdlib>
#include <utility>

#include "crypto/base/status_macros.h"
#include "crypto/vault/exposure.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/credential/keys.h"
#include "server/store/keyspace.h"
#include "server/store/update.h"

namespace klad::credential {
namespace {

using klad::v1::RevealRequest;

constexpr char kReveal[] = "klad.v1.CredentialService/Reveal";
constexpr char kExportPermission[] = "credential.export";
constexpr size_t kNewsChanges = 20;
// No more safes than a credential is in, one after the other.
constexpr int kMaxMoves = 10'000;

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               const RevealRequest& request,
                               uint64_t generation, bool repeat) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(kReveal);
  record.set_outcome(trust::v1::OUTCOME_DONE);
  trust::v1::Revealed* revealed = record.add_revealed();
  revealed->set_safe(request.safe());
  revealed->set_credential(request.credential());
  revealed->set_version(request.version());
  revealed->set_generation(generation);
  revealed->set_purpose(request.purpose());
  revealed->set_repeat(repeat);
  if (!repeat) *revealed->mutable_exposure() = request.exposure();
  return record;
}

absl::Status BadExposure() { return access::Refuse(klad::v1::REASON_EXPOSURE); }

absl::Status CheckPosition(const crypto::roster::State& roster,
                           absl::string_view member, const std::string& key,
                           const trust::v1::Exposure& exposure) {
  const trust::v1::Position& position = exposure.roster();
  if (position.sequence() > roster.head().sequence) {
    return access::Refuse(klad::v1::REASON_BEHIND);
  }
  const auto known = roster.At(position.sequence());
  const std::string* then = roster.SigningKeyAt(member, position.sequence());
  if (!known.ok() || known->link.view() != position.link() || then == nullptr ||
      *then != key) {
    return BadExposure();
  }
  return absl::OkStatus();
}

}  // namespace

bool Revealer::MayAsk(trust::v1::Purpose purpose) {
  return trust::v1::Purpose_IsValid(purpose) &&
         purpose != trust::v1::PURPOSE_UNSPECIFIED &&
         purpose != trust::v1::PURPOSE_WRITE;
}

absl::Status Revealer::DecidePurpose(const access::Directory::Snapshot& now,
                                     const access::Caller& caller,
                                     trust::v1::Purpose purpose) const {
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  if (purpose == trust::v1::PURPOSE_EXPORT &&
      !now.state->Allows(caller.id, kExportPermission, parts_.clock->NowMs())) {
    return access::Refuse(klad::v1::REASON_PERMISSION,
                          {{"permission", kExportPermission}});
  }
  return absl::OkStatus();
}

absl::Status Revealer::Decide(const access::Directory::Snapshot& now,
                              const access::Caller& caller,
                              absl::string_view safe,
                              absl::string_view credential,
                              trust::v1::Purpose purpose) const {
  RETURN_IF_ERROR(DecidePurpose(now, caller, purpose));
  const int64_t now_ms = parts_.clock->NowMs();
  std::string in(safe);
  for (int moves = 0; moves < kMaxMoves; ++moves) {
    RETURN_IF_ERROR(access::DecideSafe(caller, *now.state, in,
                                       trust::v1::LEVEL_READ, now_ms));
    ASSIGN_OR_RETURN(const auto book, books_->Open(in));
    auto moved = book->WhereTo(credential);
    if (!moved.has_value()) return absl::OkStatus();
    in = *std::move(moved);
  }
  return absl::DataLossError("a credential moves in a circle");
}

absl::Status Revealer::Reveal(const access::Caller& caller,
                              const RevealRequest& request, bool can_wait,
                              bool* must_wait,
                              klad::v1::RevealResponse* response) const {
  RETURN_IF_ERROR(Decide(parts_.directory->Now(), caller, request.safe(),
                         request.credential(), request.purpose()));
  if (!MayAsk(request.purpose())) return BadExposure();
  const auto stored = parts_.store->Get(
      SecretKey(request.safe(), request.credential(), request.version()));
  if (absl::IsNotFound(stored.status())) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  RETURN_IF_ERROR(stored.status());
  store::v1::SecretRecord secret;
  if (!secret.ParseFromString(stored->value)) {
    return absl::DataLossError("a record of a secret is damaged");
  }
  const audit::ExposureName name{caller.id, request.safe(),
                                 request.credential(), secret.generation(),
                                 request.purpose()};
  ASSIGN_OR_RETURN(const store::Revision seen,
                   parts_.store->RevisionOf(audit::ExposureKey(name)));
  if (seen != 0) {
    RETURN_IF_ERROR(parts_.ledger->Post(
        Record(caller, request, secret.generation(), /*repeat=*/true)));
  } else if (!can_wait) {
    *must_wait = true;
    return absl::OkStatus();
  } else {
    RETURN_IF_ERROR(RecordFirst(caller, request, name));
    RETURN_IF_ERROR(Decide(parts_.directory->Now(), caller, request.safe(),
                           request.credential(), request.purpose()));
  }
  RETURN_IF_ERROR(parts_.news->Fill(request.known(), response->mutable_news()));
  RETURN_IF_ERROR(reader_->FillNews(request.safe(), request.head(),
                                    kNewsChanges, /*overviews=*/true,
                                    response->mutable_safe()));
  response->set_secret(std::move(*secret.mutable_secret()));
  return absl::OkStatus();
}

// What is recorded must convince every later reader too: its position is one of
// this roster, and the key that spoke for the member there has signed it.
absl::StatusOr<store::v1::ExposureRecord> Revealer::CheckExposure(
    const access::Directory::Snapshot& now, const access::Caller& caller,
    const RevealRequest& request, uint64_t generation) const {
  const crypto::roster::Member* member = now.state->FindMember(caller.id);
  if (member == nullptr || member->identity() == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_A_MEMBER);
  }
  const std::string& key = member->identity()->keys.sign;
  const auto exposure = crypto::vault::VerifyExposure(
      parts_.organisation, caller.id, key, request.exposure());
  if (!exposure.ok() || exposure->safe() != request.safe() ||
      exposure->credential() != request.credential() ||
      exposure->version() != request.version() ||
      exposure->generation() != generation ||
      exposure->purpose() != request.purpose()) {
    return BadExposure();
  }
  RETURN_IF_ERROR(CheckPosition(*now.state, caller.id, key, *exposure));
  const int64_t now_ms = parts_.clock->NowMs();
  if (std::llabs(exposure->time_ms() - now_ms) > kClockToleranceMs) {
    return access::Refuse(klad::v1::REASON_CLOCK,
                          {{"server_ms", std::to_string(now_ms)}});
  }
  store::v1::ExposureRecord record;
  record.set_version(exposure->version());
  record.set_time_ms(exposure->time_ms());
  *record.mutable_exposure() = request.exposure();
  return record;
}

// Expects the roster by which it was decided: a suspension in between loses
// nobody's race.
absl::Status Revealer::RecordFirst(const access::Caller& caller,
                                   const RevealRequest& request,
                                   const audit::ExposureName& name) const {
  const auto decide = [&]() -> absl::StatusOr<store::Transaction> {
    const access::Directory::Snapshot now = parts_.directory->Now();
    RETURN_IF_ERROR(Decide(now, caller, request.safe(), request.credential(),
                           request.purpose()));
    ASSIGN_OR_RETURN(const store::v1::ExposureRecord record,
                     CheckExposure(now, caller, request, name.generation));
    store::Transaction transaction;
    transaction.expects.push_back({store::kRosterHeadKey, now.revision});
    audit::PutExposure(name, record, &transaction);
    return transaction;
  };
  const auto committed =
      store::Update(decide, [&](store::Transaction transaction) {
        return parts_.ledger->Commit(
            std::move(transaction),
            {Record(caller, request, name.generation, /*repeat=*/false)});
      });
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(klad::v1::REASON_ROSTER_MOVED);
  }
  return committed.status();
}

}  // namespace klad::credential
