#include "server/roster/roster.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/signing.h"
#include "klad/store/v1/records.pb.h"
#include "klad/trust/v1/roster.pb.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"

namespace klad::roster {
namespace {

using crypto::roster::State;

constexpr size_t kNewsPage = 500;

std::string EntryKey(uint64_t sequence) {
  return absl::StrCat(store::kRosterEntryPrefix, BigEndian(sequence));
}

trust::v1::Position ToProto(const crypto::roster::Position& position) {
  trust::v1::Position out;
  out.set_sequence(position.sequence);
  if (position.sequence > 0) out.set_link(position.link.str());
  return out;
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               absl::string_view method, uint64_t sequence) {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(std::string(method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(absl::StrCat("roster/", sequence));
  return record;
}

// What the authority table said, as a refusal; integrity failures of a client
// are refusals here too: the log is not touched.
absl::Status Refused(const absl::Status& status) {
  return access::Refuse(v1::REASON_ROSTER_REFUSED,
                        {{"rule", std::string(status.message())}});
}

bool InRole(const State& state, absl::string_view member,
            absl::string_view role, int64_t now_ms) {
  const crypto::roster::Member* found = state.FindMember(member);
  return found != nullptr &&
         crypto::roster::InRole(state.facts(), *found, role, now_ms);
}

// Invitations that the newest entry has ended, by their use or otherwise.
std::set<crypto::roster::Id> EndedInvitations(const State& after) {
  std::set<crypto::roster::Id> ended;
  for (const auto& [id, invitation] : after.facts().invitations) {
    if (invitation.term.to == after.head().sequence) ended.insert(id);
  }
  return ended;
}

absl::string_view MethodFor(const access::Caller& caller, uint64_t sequence) {
  if (sequence == 1) return "klad.v1.RosterService/Found";
  return caller.kind == access::Caller::Kind::kMember
             ? "klad.v1.RosterService/Append"
             : "klad.v1.RosterService/Join";
}

// An entry that the restored backup lacks, as it once was signed.
bool IsHandedBack(const access::Directory::Snapshot& before, int64_t time_ms) {
  return time_ms <= before.restored_ms;
}

// Whether the newest entry is an owner's word on the backup that was restored.
bool EndsRestoring(const access::Directory::Snapshot& before,
                   const State& after) {
  const auto& words = after.facts().restorations;
  return before.restored_ms != 0 && !words.empty() &&
         words.back().sequence == after.head().sequence &&
         !IsHandedBack(before, after.newest_ms());
}

bool IsAt(const StoredHead& stored, const trust::v1::SafeHead& named) {
  return named.head().sequence() == stored.position.sequence() &&
         named.head().link() == stored.position.link() &&
         named.root() == stored.root;
}

// Whose access the entry is about; empty when it ends nobody's.
std::string Subject(const trust::v1::Signed& signed_entry) {
  trust::v1::Entry entry;
  if (!entry.ParseFromString(signed_entry.body())) return "";
  switch (entry.kind_case()) {
    case trust::v1::Entry::kSuspended:
      return entry.suspended().member();
    case trust::v1::Entry::kDeparted:
      return entry.departed().member();
    case trust::v1::Entry::kLost:
      return entry.lost().member();
    case trust::v1::Entry::kMoved:
      return signed_entry.author();
    case trust::v1::Entry::kToolEnded:
      return entry.tool_ended().tool();
    case trust::v1::Entry::kKitRemoved:
      return entry.kit_removed().kit();
    default:
      return "";
  }
}

bool SameEntry(const trust::v1::Signed& a, const trust::v1::Signed& b) {
  return crypto::HashSigned(a) == crypto::HashSigned(b);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Roster>> Roster::Open(
    absl::string_view organisation, store::Store* store, audit::Ledger* ledger,
    const SafeHeads* heads, Clock* clock) {
  std::unique_ptr<Roster> roster(
      new Roster(organisation, store, ledger, heads, clock));
  RETURN_IF_ERROR(roster->Load());
  return roster;
}

absl::Status Roster::Load() {
  RETURN_IF_ERROR(store::ForEach(
      store_, store::Range::Prefix(store::kRosterEntryPrefix),
      [&](const store::Entry& entry) { return LoadEntry(entry); }));
  const auto head = store_->Get(store::kRosterHeadKey);
  if (!head.ok()) {
    return absl::IsNotFound(head.status()) && entries_.empty()
               ? absl::OkStatus()
               : absl::DataLossError("the roster's head is missing");
  }
  trust::v1::Position position;
  if (!position.ParseFromString(head->value) || now_.state == nullptr ||
      position.link() != now_.state->head().link.view()) {
    return absl::DataLossError("the roster does not end at its head");
  }
  now_.revision = head->revision;
  return LoadRestored();
}

absl::Status Roster::LoadRestored() {
  const auto mark = store_->Get(store::kRestoredKey);
  if (absl::IsNotFound(mark.status())) return absl::OkStatus();
  RETURN_IF_ERROR(mark.status());
  store::v1::RestoredRecord record;
  if (!record.ParseFromString(mark->value)) {
    return absl::DataLossError("the mark of a restored backup is damaged");
  }
  now_.restored_ms = record.time_ms();
  return absl::OkStatus();
}

absl::Status Roster::LoadEntry(const store::Entry& stored) {
  store::v1::RosterRecord record;
  if (stored.key != EntryKey(entries_.size() + 1) ||
      !record.ParseFromString(stored.value)) {
    return absl::DataLossError(
        absl::StrCat("roster entry ", entries_.size() + 1, " is damaged"));
  }
  absl::StatusOr<State> state =
      now_.state == nullptr
          ? State::Found(organisation_, std::nullopt, record.entry())
          : absl::StatusOr<State>(*now_.state);
  absl::Status status = state.status();
  if (now_.state != nullptr) status = state->Apply(record.entry());
  if (!status.ok()) {
    return absl::DataLossError(absl::StrCat(
        "roster entry ", entries_.size() + 1, ": ", status.message()));
  }
  now_.state = std::make_shared<const State>(*std::move(state));
  entries_.push_back(std::move(*record.mutable_entry()));
  return absl::OkStatus();
}

access::Directory::Snapshot Roster::Now() const {
  MutexLock lock(&mutex_);
  return now_;
}

absl::Status Roster::Fill(const v1::Known& known, v1::News* news) const {
  *news->mutable_ledger() = *ledger_->Head();
  if (known.ledger().sequence() > news->ledger().position().sequence()) {
    return access::Refuse(v1::REASON_BEHIND);
  }
  MutexLock lock(&mutex_);
  const uint64_t from = known.roster().sequence();
  if (from > entries_.size()) return access::Refuse(v1::REASON_BEHIND);
  news->set_roster_sequence(entries_.size());
  news->set_restored(now_.restored_ms != 0);
  const uint64_t to = std::min<uint64_t>(entries_.size(), from + kNewsPage);
  for (uint64_t i = from; i < to; ++i) *news->add_roster() = entries_[i];
  return absl::OkStatus();
}

absl::StatusOr<trust::v1::Position> Roster::Found(
    const access::Caller& caller, const trust::v1::Signed& entry,
    const EnvelopeList& envelopes) {
  if (StandsAlready(1, entry)) return ToProto(Now().state->head());
  if (Now().state != nullptr) {
    return access::Refuse(v1::REASON_ALREADY_FOUNDED);
  }
  RETURN_IF_ERROR(CheckTime({}, entry));
  absl::StatusOr<State> after =
      State::Found(organisation_, std::nullopt, entry);
  if (!after.ok()) return Refused(after.status());
  absl::StatusOr<trust::v1::Position> done =
      Commit(caller, {}, std::make_shared<const State>(*std::move(after)),
             entry, envelopes);
  if (access::ReasonOf(done.status()) == v1::REASON_ROSTER_MOVED) {
    return access::Refuse(v1::REASON_ALREADY_FOUNDED);
  }
  return done;
}

absl::StatusOr<trust::v1::Position> Roster::Append(
    const access::Caller& caller, const trust::v1::Position& previous,
    const trust::v1::Signed& entry, const EnvelopeList& envelopes,
    const ShareList& shares) {
  const Snapshot before = Now();
  if (before.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  if (StandsAlready(previous.sequence() + 1, entry)) {
    return ToProto(before.state->head());
  }
  if (previous.sequence() != before.state->head().sequence ||
      previous.link() != before.state->head().link.view()) {
    return access::Refuse(v1::REASON_ROSTER_MOVED);
  }
  RETURN_IF_ERROR(CheckTime(before, entry));
  State after = *before.state;
  if (absl::Status status = after.Apply(entry); !status.ok()) {
    return Refused(status);
  }
  return Commit(caller, before, std::make_shared<const State>(std::move(after)),
                entry, envelopes, shares);
}

absl::Status Roster::CheckTime(const Snapshot& before,
                               const trust::v1::Signed& signed_entry) const {
  trust::v1::Entry entry;
  if (!entry.ParseFromString(signed_entry.body())) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "entry"}});
  }
  if (IsHandedBack(before, entry.time_ms())) return absl::OkStatus();
  if (before.restored_ms != 0 && !entry.has_restored()) {
    return access::Refuse(v1::REASON_RESTORED);
  }
  const int64_t now_ms = clock_->NowMs();
  if (std::llabs(entry.time_ms() - now_ms) > kClockToleranceMs) {
    return access::Refuse(v1::REASON_CLOCK,
                          {{"server_ms", absl::StrCat(now_ms)}});
  }
  return absl::OkStatus();
}

absl::Status Roster::ExpectHeads(const Snapshot& before, const State& after,
                                 const trust::v1::Signed& signed_entry,
                                 store::Transaction* transaction) const {
  trust::v1::Entry entry;
  if (!entry.ParseFromString(signed_entry.body())) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "entry"}});
  }
  if (EndsRestoring(before, after)) {
    transaction->deletes.emplace_back(store::kRestoredKey);
  }
  std::vector<trust::v1::SafeHead> named(entry.restored().safes().begin(),
                                         entry.restored().safes().end());
  if (entry.has_safe_epoch()) {
    trust::v1::SafeHead& head = named.emplace_back();
    head.set_safe(entry.safe_epoch().safe());
    *head.mutable_head() = entry.safe_epoch().head();
    head.set_root(entry.safe_epoch().root());
  }
  for (const trust::v1::SafeHead& head : named) {
    ASSIGN_OR_RETURN(StoredHead stored, heads_->HeadOf(head.safe()));
    // What is handed back may name a head that the backup lost: the owner's
    // `restored` will name the one that counts.
    const bool lost = IsHandedBack(before, entry.time_ms()) &&
                      head.head().sequence() > stored.position.sequence();
    if (!lost && !IsAt(stored, head)) {
      return access::Refuse(v1::REASON_SAFE_MOVED);
    }
    transaction->expects.push_back(std::move(stored.expect));
  }
  return absl::OkStatus();
}

absl::Status Roster::PutShares(const Snapshot& before, const State& after,
                               const trust::v1::Signed& signed_entry,
                               const ShareList& shares,
                               store::Transaction* transaction) const {
  trust::v1::Entry entry;
  if (!entry.ParseFromString(signed_entry.body())) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "entry"}});
  }
  if (shares.empty() &&
      (!entry.has_shared() || IsHandedBack(before, entry.time_ms()))) {
    return absl::OkStatus();
  }
  if (!entry.has_shared()) return access::Refuse(v1::REASON_ENVELOPE_MISSING);
  return heads_->PutShare(after, entry.shared(), shares, transaction);
}

bool Roster::StandsAlready(uint64_t sequence,
                           const trust::v1::Signed& entry) const {
  MutexLock lock(&mutex_);
  return sequence <= entries_.size() &&
         SameEntry(entries_[sequence - 1], entry);
}

absl::StatusOr<trust::v1::Position> Roster::Commit(
    const access::Caller& caller, const Snapshot& before,
    std::shared_ptr<const State> after, const trust::v1::Signed& entry,
    const EnvelopeList& envelopes, const ShareList& shares) {
  const trust::v1::Position position = ToProto(after->head());
  store::v1::RosterRecord record;
  *record.mutable_entry() = entry;
  store::Transaction transaction;
  transaction.expects.push_back({store::kRosterHeadKey, before.revision});
  transaction.puts.push_back(
      {store::kRosterHeadKey, position.SerializeAsString()});
  transaction.puts.push_back(
      {EntryKey(position.sequence()), record.SerializeAsString()});
  RETURN_IF_ERROR(ExpectHeads(before, *after, entry, &transaction));
  RETURN_IF_ERROR(
      StoreEnvelopes(store_, after->needed(), envelopes, &transaction));
  RETURN_IF_ERROR(PutShares(before, *after, entry, shares, &transaction));
  RETURN_IF_ERROR(
      DropEnvelopes(store_, *after, EndedInvitations(*after), &transaction));
  const auto committed = ledger_->Commit(
      std::move(transaction),
      {Record(caller, MethodFor(caller, position.sequence()),
              position.sequence())});
  // Another entry, or a change of a safe that this one names: decide anew.
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(v1::REASON_ROSTER_MOVED);
  }
  RETURN_IF_ERROR(committed.status());
  const int64_t restored_ms =
      EndsRestoring(before, *after) ? 0 : before.restored_ms;
  {
    MutexLock lock(&mutex_);
    now_ = {std::move(after), committed->revision, restored_ms};
    entries_.push_back(entry);
  }
  ledger_->bell().Ring();
  const std::string subject = Subject(entry);
  if (!subject.empty() && subject != caller.id) ended_(subject);
  return position;
}

absl::StatusOr<trust::v1::EpochEnvelopes> Roster::Envelopes(
    const access::Caller& caller,
    const v1::EnvelopesRequest::Wanted& wanted) const {
  const Snapshot now = Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  ASSIGN_OR_RETURN(const crypto::roster::KeyName key,
                   ParseKeyName(wanted.key()));
  auto record = LoadEnvelopes(store_, key, wanted.epoch());
  if (absl::IsNotFound(record.status())) {
    return access::Refuse(v1::REASON_BAD_FIELD, {{"field", "epoch"}});
  }
  RETURN_IF_ERROR(record.status());
  const int64_t now_ms = clock_->NowMs();
  const bool member = caller.kind == access::Caller::Kind::kMember;
  if (member && now.state->IsOwner(caller.id)) return record;
  auto* list = record->mutable_envelopes();
  list->erase(std::remove_if(list->begin(), list->end(),
                             [&](const trust::v1::Envelope& envelope) {
                               const trust::v1::Recipient& to =
                                   envelope.recipient();
                               if (!member) {
                                 return to.invitation() != caller.id;
                               }
                               return to.member() != caller.id &&
                                      !InRole(*now.state, caller.id,
                                              to.role().role(), now_ms);
                             }),
              list->end());
  return record;
}

}  // namespace klad::roster
