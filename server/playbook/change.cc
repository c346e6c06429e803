#include "server/playbook/change.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"

namespace klad::playbook {
namespace {

constexpr char kAdopting[] = "playbook.adopt";

}  // namespace

absl::StatusOr<Change> Change::Begin(const Parts& parts,
                                     const access::Caller& caller,
                                     const Method& method) {
  const auto now = parts.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  if (now.restored_ms != 0) return access::Refuse(v1::REASON_RESTORED);
  if (!now.state->Allows(caller.id, method.permission, parts.clock->NowMs())) {
    return access::Refuse(v1::REASON_PERMISSION,
                          {{"permission", std::string(method.permission)}});
  }
  Change change(parts, caller, method, now.state);
  change.transaction_.expects.push_back({store::kRosterHeadKey, now.revision});
  return change;
}

bool Change::MayAdopt() const {
  return roster_->Allows(caller_.id, kAdopting, parts_.clock->NowMs());
}

absl::StatusOr<Stored> Change::Find(absl::string_view playbook) const {
  if (!IsId(playbook)) return access::Refuse(v1::REASON_PLAYBOOK_UNKNOWN);
  ASSIGN_OR_RETURN(Stored stored, Load(parts_.store, playbook));
  if (stored.revision == 0 || !Sees(viewer_, stored.record.playbook())) {
    return access::Refuse(v1::REASON_PLAYBOOK_UNKNOWN);
  }
  return stored;
}

absl::Status Change::Put(store::v1::PlaybookRecord record,
                         const Stored& before) {
  RETURN_IF_ERROR(PutName(record.playbook(), before.record.playbook()));
  const std::string key = RecordKey(record.playbook().id());
  transaction_.expects.push_back({key, before.revision});
  transaction_.puts.push_back({key, record.SerializeAsString()});
  record_ = std::move(record);
  return absl::OkStatus();
}

absl::Status Change::PutName(const v1::Playbook& playbook,
                             const v1::Playbook& before) {
  const std::string key =
      parts_.index->OfName(words::FoldName(playbook.name()));
  const std::string old =
      before.name().empty()
          ? ""
          : parts_.index->OfName(words::FoldName(before.name()));
  if (key == old) return absl::OkStatus();
  ASSIGN_OR_RETURN(const store::Revision taken, parts_.store->RevisionOf(key));
  if (taken != 0) return access::Refuse(v1::REASON_PLAYBOOK_NAME_TAKEN);
  transaction_.expects.push_back({key, 0});
  transaction_.puts.push_back({key, playbook.id()});
  if (!old.empty()) transaction_.deletes.push_back(old);
  return absl::OkStatus();
}

void Change::PutRevision(const store::v1::PlaybookRevisionRecord& revision) {
  transaction_.puts.push_back(
      {RevisionKey(revision.playbook().id(), revision.revision().revision()),
       revision.SerializeAsString()});
}

void Change::PutSignature(const v1::Playbook& playbook, int64_t now_ms) {
  store::v1::PlaybookSignatureRecord signature;
  signature.set_time_ms(now_ms);
  transaction_.puts.push_back(
      {SignatureKey(playbook.id(), caller_.id, playbook.adopted_revision()),
       signature.SerializeAsString()});
}

absl::Status Change::GuardGraph() {
  ASSIGN_OR_RETURN(const store::Revision revision,
                   parts_.store->RevisionOf(store::kPlaybookGraphKey));
  transaction_.expects.push_back({store::kPlaybookGraphKey, revision});
  transaction_.puts.push_back({store::kPlaybookGraphKey, "1"});
  return absl::OkStatus();
}

absl::StatusOr<audit::Committed> Change::Commit(Catalogue* catalogue) {
  if (transaction_.puts.empty()) return audit::Committed();
  trust::v1::LedgerRecord done;
  done.set_caller(caller_.Name());
  done.set_method(std::string(method_.name));
  done.set_outcome(trust::v1::OUTCOME_DONE);
  done.set_subject(absl::StrCat("playbook/", Hex(playbook().id())));
  audit::Records records;
  records.push_back(std::move(done));
  auto committed =
      parts_.ledger->Commit(std::move(transaction_), std::move(records));
  if (committed.ok()) catalogue->Put(record_, committed->revision);
  return committed;
}

}  // namespace klad::playbook
