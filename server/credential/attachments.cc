#include "server/credential/attachments.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/header.h"
#include "crypto/vault/limits.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/audit/exposures.h"
#include "server/base/id.h"
#include "server/credential/keys.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"

namespace klad::credential {
namespace {

using klad::v1::FetchRequest;
using klad::v1::SendRequest;
using store::v1::AttachmentRecord;

constexpr char kSend[] = "klad.v1.AttachmentService/Send";
constexpr char kSweep[] = "klad.v1.AttachmentService/Sweep";
// What a request, a commit and an answer hold beside their other fields.
constexpr size_t kTogether = 6 * crypto::vault::kMaxSealedChunk;

absl::Status CheckSizes(const SendRequest& request) {
  if (request.attachment().size() != crypto::vault::kIdSize ||
      request.credential().size() != crypto::vault::kIdSize) {
    return access::BadField("attachment", crypto::vault::kIdSize);
  }
  if (request.chunks() < 1 || request.chunks() > crypto::vault::kMaxChunks) {
    return access::BadField("chunks", crypto::vault::kMaxChunks);
  }
  size_t together = 0;
  for (const std::string& sealed : request.sealed()) {
    if (sealed.empty() || sealed.size() > crypto::vault::kMaxSealedChunk) {
      return access::BadField("sealed", crypto::vault::kMaxSealedChunk);
    }
    together += sealed.size();
  }
  if (request.sealed().empty() || together > kTogether) {
    return access::BadField("sealed", kTogether);
  }
  const uint64_t end = uint64_t{request.first()} + request.sealed_size();
  return end <= request.chunks() ? absl::OkStatus()
                                 : access::BadField("first", request.chunks());
}

absl::StatusOr<AttachmentRecord> ParseRecord(const store::Entry& entry) {
  AttachmentRecord record;
  if (record.ParseFromString(entry.value)) return record;
  return absl::DataLossError("a record of an attachment is damaged");
}

trust::v1::LedgerRecord Record(absl::string_view caller, const char* method,
                               absl::string_view attachment) {
  trust::v1::LedgerRecord record;
  record.set_caller(std::string(caller));
  record.set_method(method);
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(absl::StrCat("attachment/", Hex(attachment)));
  return record;
}

}  // namespace

absl::Status Attachments::DecideSend(const access::Directory::Snapshot& now,
                                     const access::Caller& caller,
                                     const SendRequest& request) const {
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  RETURN_IF_ERROR(access::DecideSafe(caller, *now.state, request.safe(),
                                     trust::v1::LEVEL_WRITE,
                                     parts_.clock->NowMs()));
  if (now.restored_ms != 0) return access::Refuse(klad::v1::REASON_RESTORED);
  return CheckSizes(request);
}

absl::StatusOr<uint32_t> Attachments::Send(const access::Caller& caller,
                                           const SendRequest& request) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  RETURN_IF_ERROR(DecideSend(now, caller, request));
  const std::string key = AttachmentKey(request.attachment());
  const auto stored = parts_.store->Get(key);
  if (!stored.ok() && !absl::IsNotFound(stored.status())) {
    return stored.status();
  }
  ASSIGN_OR_RETURN(AttachmentRecord record,
                   stored.ok() ? ParseRecord(*stored) : Begin(caller, request));
  if (record.member() != caller.id ||
      record.credential() != request.credential() ||
      record.chunks() != request.chunks() ||
      request.first() > record.received()) {
    return access::BadField("attachment", record.received());
  }
  store::Transaction transaction;
  transaction.expects = {{store::kRosterHeadKey, now.revision},
                         {key, stored.ok() ? stored->revision : 0}};
  for (int i = 0; i < request.sealed_size(); ++i) {
    if (request.first() + i != record.received()) continue;
    store::v1::AttachmentChunk chunk;
    chunk.set_sealed(request.sealed(i));
    transaction.puts.push_back(
        {ChunkKey(request.attachment(), record.received()),
         chunk.SerializeAsString()});
    record.set_received(record.received() + 1);
  }
  if (transaction.puts.empty()) return record.received();
  transaction.puts.push_back({key, record.SerializeAsString()});
  if (!stored.ok()) {
    transaction.puts.push_back(
        {PendingKey(caller.id, request.attachment()), ""});
  }
  const auto committed = parts_.ledger->Commit(
      std::move(transaction),
      {Record(caller.Name(), kSend, request.attachment())});
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(klad::v1::REASON_ROSTER_MOVED);
  }
  RETURN_IF_ERROR(committed.status());
  return record.received();
}

absl::StatusOr<AttachmentRecord> Attachments::Begin(
    const access::Caller& caller, const SendRequest& request) const {
  ASSIGN_OR_RETURN(const size_t left, Sweep(caller.id));
  if (left >= kMaxPending) {
    return access::Refuse(klad::v1::REASON_TOO_MANY,
                          {{"retry_ms", absl::StrCat(kPendingMs)}});
  }
  AttachmentRecord record;
  record.set_credential(request.credential());
  record.set_member(caller.id);
  record.set_chunks(request.chunks());
  record.set_time_ms(parts_.clock->NowMs());
  return record;
}

absl::StatusOr<size_t> Attachments::Sweep(const std::string& member) const {
  size_t left = 0;
  RETURN_IF_ERROR(
      store::ForEach(parts_.store, store::Range::Prefix(PendingPrefix(member)),
                     [&](const store::Entry& entry) -> absl::Status {
                       ASSIGN_OR_RETURN(const bool dropped, DropIfOld(entry));
                       if (!dropped) ++left;
                       return absl::OkStatus();
                     }));
  return left;
}

// Whoever names it at the same moment is first or finds it gone.
absl::StatusOr<bool> Attachments::DropIfOld(const store::Entry& pending) const {
  const std::string attachment =
      pending.key.substr(pending.key.size() - crypto::vault::kIdSize);
  const std::string key = AttachmentKey(attachment);
  ASSIGN_OR_RETURN(const store::Entry entry, parts_.store->Get(key));
  ASSIGN_OR_RETURN(const AttachmentRecord record, ParseRecord(entry));
  if (record.time_ms() + kPendingMs > parts_.clock->NowMs()) return false;
  store::Transaction transaction;
  transaction.expects = {{key, entry.revision}};
  transaction.deletes = {key, pending.key};
  for (uint32_t i = 0; i < record.received(); ++i) {
    transaction.deletes.push_back(ChunkKey(attachment, i));
  }
  const auto committed = parts_.ledger->Commit(
      std::move(transaction), {Record("local", kSweep, attachment)});
  if (absl::IsAborted(committed.status())) return false;
  RETURN_IF_ERROR(committed.status());
  return true;
}

absl::Status Attachments::Fetch(const access::Caller& caller,
                                const FetchRequest& request,
                                klad::v1::FetchResponse* response) const {
  RETURN_IF_ERROR(DecideFetch(caller, request));
  RETURN_IF_ERROR(CheckRevealed(caller, request));
  size_t together = 0;
  for (uint32_t number = request.first();; ++number) {
    const auto entry =
        parts_.store->Get(ChunkKey(request.attachment(), number));
    if (absl::IsNotFound(entry.status())) break;
    RETURN_IF_ERROR(entry.status());
    store::v1::AttachmentChunk chunk;
    if (!chunk.ParseFromString(entry->value)) {
      return absl::DataLossError("a chunk of an attachment is damaged");
    }
    together += chunk.sealed().size();
    if (together > kTogether) break;
    response->add_sealed(std::move(*chunk.mutable_sealed()));
  }
  if (response->sealed().empty())
    return access::BadField("first", request.first());
  return absl::OkStatus();
}

absl::Status Attachments::DecideFetch(const access::Caller& caller,
                                      const FetchRequest& request) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  absl::Status decided = revealer_->Decide(
      now, caller, request.safe(), request.credential(), request.purpose());
  if (access::ReasonOf(decided) != klad::v1::REASON_NO_ACCESS) return decided;
  return shared_->DecideNewest(now, caller, request.safe(),
                               request.credential(), request.version(),
                               request.purpose());
}

// That the secret which names the file was given to the caller before.
absl::Status Attachments::CheckRevealed(const access::Caller& caller,
                                        const FetchRequest& request) const {
  if (!Revealer::MayAsk(request.purpose())) {
    return access::Refuse(klad::v1::REASON_EXPOSURE);
  }
  const auto entry = parts_.store->Get(
      SecretKey(request.safe(), request.credential(), request.version()));
  if (absl::IsNotFound(entry.status())) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  RETURN_IF_ERROR(entry.status());
  store::v1::SecretRecord secret;
  if (!secret.ParseFromString(entry->value)) {
    return absl::DataLossError("a record of a secret is damaged");
  }
  const auto& names = secret.attachments();
  if (std::find(names.begin(), names.end(), request.attachment()) ==
      names.end()) {
    return access::Refuse(klad::v1::REASON_CREDENTIAL_UNKNOWN);
  }
  ASSIGN_OR_RETURN(const store::Revision seen,
                   parts_.store->RevisionOf(audit::ExposureKey(
                       {caller.id, request.safe(), request.credential(),
                        secret.generation(), request.purpose()})));
  return seen != 0 ? absl::OkStatus()
                   : access::Refuse(klad::v1::REASON_EXPOSURE);
}

}  // namespace klad::credential
