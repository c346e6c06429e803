#include "server/link/batch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/link/address.h"
#include "server/link/words.h"
#include "server/store/keyspace.h"
#include "server/words/folding.h"

namespace klad::link {
namespace {

constexpr char kLinkWrite[] = "link.write";

}  // namespace

absl::StatusOr<access::Directory::Snapshot> StandingOf(
    const Parts& parts, const access::Caller& caller) {
  auto now = parts.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  if (now.restored_ms != 0) return access::Refuse(v1::REASON_RESTORED);
  if (!now.state->Allows(caller.id, kLinkWrite, parts.clock->NowMs())) {
    return access::Refuse(v1::REASON_PERMISSION, {{"permission", kLinkWrite}});
  }
  return now;
}

absl::StatusOr<Batch> Batch::Begin(const Parts& parts,
                                   const access::Caller& caller,
                                   absl::string_view method) {
  ASSIGN_OR_RETURN(const auto now, StandingOf(parts, caller));
  Batch batch(parts, caller, method, now.state);
  batch.transaction_.expects.push_back({store::kRosterHeadKey, now.revision});
  return batch;
}

absl::StatusOr<bool> Batch::Add(store::v1::LinkRecord record,
                                const v1::Link& before,
                                store::Revision revision) {
  const v1::Link& link = record.link();
  *record.mutable_terms() = TermsOf(link);
  ASSIGN_OR_RETURN(const bool named, Rename(link, before));
  if (!named) return false;
  MoveAddress(link, before);
  transaction_.expects.push_back({RecordKey(link.id()), revision});
  transaction_.puts.push_back(
      {RecordKey(link.id()), record.SerializeAsString()});
  trust::v1::LedgerRecord& done = records_.emplace_back();
  done.set_caller(caller_);
  done.set_method(method_);
  done.set_outcome(trust::v1::OUTCOME_DONE);
  done.set_subject(absl::StrCat("link/", Hex(link.id())));
  ids_.insert(link.id());
  links_.push_back(std::move(record));
  return true;
}

absl::StatusOr<bool> Batch::Rename(const v1::Link& link,
                                   const v1::Link& before) {
  const std::string key = parts_.index->OfName(words::FoldName(link.name()));
  const std::string old =
      before.name().empty()
          ? ""
          : parts_.index->OfName(words::FoldName(before.name()));
  if (key == old) return names_.insert(key).second;
  ASSIGN_OR_RETURN(const store::Revision taken, parts_.store->RevisionOf(key));
  if (taken != 0 || !names_.insert(key).second) return false;
  transaction_.expects.push_back({key, 0});
  transaction_.puts.push_back({key, link.id()});
  if (!old.empty()) {
    if (!names_.insert(old).second) return false;
    transaction_.deletes.push_back(old);
  }
  return true;
}

void Batch::MoveAddress(const v1::Link& link, const v1::Link& before) {
  const auto key_of = [this](const v1::Link& of) {
    return parts_.index->OfAddress(Normalise(of.address()), of.id());
  };
  const std::string key = key_of(link);
  const std::string old = before.id().empty() ? "" : key_of(before);
  if (key == old) return;
  transaction_.puts.push_back({key, "1"});
  if (!old.empty()) transaction_.deletes.push_back(old);
}

absl::Status Batch::GuardAddress(const v1::Link& link) {
  const std::string key = parts_.index->OfAddress(Normalise(link.address()));
  if (!guards_.insert(key).second) return absl::OkStatus();
  ASSIGN_OR_RETURN(const store::Revision revision,
                   parts_.store->RevisionOf(key));
  transaction_.expects.push_back({key, revision});
  transaction_.puts.push_back({key, "1"});
  return absl::OkStatus();
}

absl::StatusOr<audit::Committed> Batch::Commit() {
  if (links_.empty()) return audit::Committed();
  return parts_.ledger->Commit(std::move(transaction_), std::move(records_));
}

}  // namespace klad::link
