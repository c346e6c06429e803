#include "server/credential/changer.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/vault/rules.h"
#include "crypto/vault/succession.h"
#include "klad/store/v1/records.pb.h"
#include "server/access/refusal.h"
#include "server/access/roster_membership.h"
#include "server/base/id.h"
#include "server/credential/keys.h"
#include "server/credential/refused.h"
#include "server/credential/share_records.h"
#include "server/credential/version_writer.h"
#include "server/store/keyspace.h"

namespace klad::credential {
namespace {

using crypto::vault::CheckedChange;
using crypto::vault::SignedHeader;
using klad::v1::ChangeRequest;

constexpr char kChange[] = "klad.v1.CredentialService/Change";

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

// Both expect one roster.
store::Transaction Joined(store::Transaction a, store::Transaction b) {
  b.expects.erase(b.expects.begin());
  std::move(b.expects.begin(), b.expects.end(), std::back_inserter(a.expects));
  std::move(b.puts.begin(), b.puts.end(), std::back_inserter(a.puts));
  std::move(b.deletes.begin(), b.deletes.end(), std::back_inserter(a.deletes));
  return a;
}

// Whether entries have come that its author had not seen: they have to look
// again before anybody can say whether it follows.
bool IsBehind(const access::Directory::Snapshot& now,
              const trust::v1::Signed& change) {
  const auto body = crypto::vault::ParseChange(change.body());
  return body.ok() && body->headers[0].header.roster().sequence() <
                          now.state->head().sequence;
}

bool Moves(const CheckedChange& change) {
  return std::any_of(change.headers.begin(), change.headers.end(),
                     [](const SignedHeader& header) {
                       return crypto::vault::LeavesSafe(header.header) ||
                              crypto::vault::ArrivesInSafe(header.header);
                     });
}

}  // namespace

absl::Status Changer::Decide(const access::Directory::Snapshot& now,
                             const access::Caller& caller,
                             absl::string_view safe) const {
  if (now.state == nullptr) {
    return access::Refuse(klad::v1::REASON_NOT_FOUNDED);
  }
  return access::DecideSafe(caller, *now.state, safe, trust::v1::LEVEL_WRITE,
                            parts_.clock->NowMs());
}

absl::StatusOr<trust::v1::Position> Changer::PositionOf(
    absl::string_view safe) const {
  ASSIGN_OR_RETURN(const auto book, books_->Open(safe));
  return book->head().position;
}

absl::StatusOr<trust::v1::Position> Changer::Change(
    const access::Caller& caller, const ChangeRequest& request) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  RETURN_IF_ERROR(Decide(now, caller, request.safe()));
  ASSIGN_OR_RETURN(const bool stands, StandsAlready(request));
  if (stands) return PositionOf(request.safe());
  ASSIGN_OR_RETURN(Proposal proposal, Propose(now, caller, request));
  if (Moves(proposal.checked.change)) {
    return Refused(crypto::vault::kRuleMoved);
  }
  VersionWriter versions(parts_.store, request, &proposal.transaction,
                         &proposal.record);
  for (const SignedHeader& header : proposal.checked.change.headers) {
    RETURN_IF_ERROR(versions.Add(header));
  }
  RETURN_IF_ERROR(versions.End());
  RETURN_IF_ERROR(PutShares(parts_.store, *now.state, request.safe(),
                            proposal.checked.change.headers, request.shares(),
                            &proposal.transaction));
  const auto committed = parts_.ledger->Commit(std::move(proposal.transaction),
                                               {std::move(proposal.record)});
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  RETURN_IF_ERROR(committed.status());
  proposal.book->Accept(proposal.checked.change, committed->revision);
  return proposal.checked.change.position;
}

absl::StatusOr<Changer::Moved> Changer::Move(
    const access::Caller& caller, const klad::v1::MoveRequest& request) const {
  const access::Directory::Snapshot now = parts_.directory->Now();
  RETURN_IF_ERROR(Decide(now, caller, request.from().safe()));
  RETURN_IF_ERROR(Decide(now, caller, request.to().safe()));
  ASSIGN_OR_RETURN(const bool left, StandsAlready(request.from()));
  ASSIGN_OR_RETURN(const bool arrived, StandsAlready(request.to()));
  Moved moved;
  if (left && arrived) {
    ASSIGN_OR_RETURN(moved.from, PositionOf(request.from().safe()));
    ASSIGN_OR_RETURN(moved.to, PositionOf(request.to().safe()));
    return moved;
  }
  ASSIGN_OR_RETURN(Proposal from, Propose(now, caller, request.from()));
  ASSIGN_OR_RETURN(Proposal to, Propose(now, caller, request.to()));
  RETURN_IF_ERROR(AddMove(*now.state, request, &from, &to));
  const auto committed = parts_.ledger->Commit(
      Joined(std::move(from.transaction), std::move(to.transaction)),
      {std::move(from.record), std::move(to.record)});
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  RETURN_IF_ERROR(committed.status());
  from.book->Accept(from.checked.change, committed->revision);
  to.book->Accept(to.checked.change, committed->revision);
  moved.from = from.checked.change.position;
  moved.to = to.checked.change.position;
  return moved;
}

absl::Status Changer::AddMove(const crypto::roster::State& roster,
                              const klad::v1::MoveRequest& request,
                              Proposal* from, Proposal* to) const {
  const auto& leaving = from->checked.change.headers;
  const auto& arriving = to->checked.change.headers;
  if (leaving.size() != 1 || arriving.size() != 1 ||
      !crypto::vault::CheckMove(leaving[0], arriving[0].header).ok()) {
    return Refused(crypto::vault::kRuleMoved);
  }
  const trust::v1::Header& left = leaving[0].header;
  VersionWriter last(parts_.store, request.from(), &from->transaction,
                     &from->record);
  RETURN_IF_ERROR(last.Add(leaving[0]));
  RETURN_IF_ERROR(last.End());
  VersionWriter next(parts_.store, request.to(), &to->transaction, &to->record);
  RETURN_IF_ERROR(next.AddArrival(arriving[0], left));
  RETURN_IF_ERROR(next.End());
  RETURN_IF_ERROR(PutShares(parts_.store, roster, request.to().safe(), arriving,
                            request.to().shares(), &to->transaction));
  from->transaction.puts.push_back(
      {MovedKey(left.safe(), left.credential()), left.moved_to()});
  to->transaction.deletes.push_back(
      MovedKey(left.moved_to(), left.credential()));
  return absl::OkStatus();
}

absl::StatusOr<Changer::Proposal> Changer::Propose(
    const access::Directory::Snapshot& now, const access::Caller& caller,
    const ChangeRequest& request) const {
  if (now.restored_ms != 0) return access::Refuse(klad::v1::REASON_RESTORED);
  Proposal proposal;
  ASSIGN_OR_RETURN(proposal.book, books_->Open(request.safe()));
  const auto newest = [&](absl::string_view credential) {
    return NewestHeader(request.safe(), credential);
  };
  auto checked = proposal.book->Check(*now.state, newest, request.previous(),
                                      request.change());
  if (absl::IsInternal(checked.status())) {
    // A change is in the store a moment before the book has taken it.
    ASSIGN_OR_RETURN(const bool moved, HasMoved(request));
    if (moved) return access::Refuse(klad::v1::REASON_SAFE_MOVED);
  }
  if (!checked.ok() && IsBehind(now, request.change())) {
    return access::Refuse(klad::v1::REASON_ROSTER_MOVED);
  }
  if (!checked.ok()) return FromCheck(checked.status());
  proposal.checked = *std::move(checked);
  const CheckedChange& change = proposal.checked.change;
  RETURN_IF_ERROR(CheckStanding(now, caller, change));
  store::v1::ChangeRecord stored;
  *stored.mutable_change() = request.change();
  proposal.transaction.expects = {
      {store::kRosterHeadKey, now.revision},
      {HeadKey(request.safe()), proposal.checked.revision}};
  proposal.transaction.puts = {
      {HeadKey(request.safe()), HeadRecord(change)},
      {ChangeKey(request.safe(), change.position.sequence()),
       stored.SerializeAsString()}};
  proposal.record = Record(caller, request, change);
  return proposal;
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

absl::StatusOr<bool> Changer::HasMoved(const ChangeRequest& request) const {
  ASSIGN_OR_RETURN(const store::Entry entry,
                   parts_.store->Get(HeadKey(request.safe())));
  store::v1::SafeHeadRecord head;
  if (!head.ParseFromString(entry.value)) {
    return absl::DataLossError("the record of a safe's head is damaged");
  }
  return head.head().sequence() != request.previous().sequence();
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

}  // namespace klad::credential
