#include "server/rotation/departures.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/facts.h"
#include "crypto/roster/reach.h"
#include "crypto/roster/types.h"
#include "crypto/strict.h"
#include "crypto/vault/departure.h"
#include "server/access/refusal.h"
#include "server/base/id.h"
#include "server/rotation/keys.h"
#include "server/rotation/refused.h"
#include "server/store/keyspace.h"

namespace klad::rotation {
namespace {

using crypto::roster::Member;
using crypto::roster::MemberKind;
using crypto::vault::DepartureName;

constexpr char kService[] = "klad.v1.RotationService/";
constexpr int kMaxPrepared = 100;

absl::Status NotAllowed() {
  return access::Refuse(v1::REASON_PERMISSION, {{"permission", "owner"}});
}

trust::v1::LedgerRecord Record(const access::Caller& caller,
                               absl::string_view method,
                               absl::string_view member,
                               absl::string_view more = "") {
  trust::v1::LedgerRecord record;
  record.set_caller(caller.Name());
  record.set_method(absl::StrCat(kService, method));
  record.set_outcome(trust::v1::OUTCOME_DONE);
  record.set_subject(absl::StrCat("departure/", Hex(member), more));
  return record;
}

// The caller's key, by which what it signs is verified.
absl::StatusOr<std::string> KeyOf(const crypto::roster::State& state,
                                  const access::Caller& caller,
                                  const trust::v1::Signed& made) {
  const Member* member = state.FindMember(caller.id);
  if (made.author() != caller.id || member == nullptr ||
      member->identity() == nullptr) {
    return Refused("signature");
  }
  return member->identity()->keys.sign;
}

absl::Status CheckRoster(const crypto::roster::State& state,
                         const trust::v1::Position& position) {
  const auto link = crypto::Digest::From(position.link());
  if (!link.ok() || !state.Contains({position.sequence(), *link})) {
    return Refused("roster");
  }
  return absl::OkStatus();
}

bool IsLeaving(const Member* member) {
  return member != nullptr && member->kind == MemberKind::kPerson &&
         crypto::roster::LeavingSince(*member) != 0;
}

}  // namespace

absl::StatusOr<Departures::Snapshot> Departures::Writable() const {
  Snapshot now = parts_.directory->Now();
  if (now.state == nullptr) return access::Refuse(v1::REASON_NOT_FOUNDED);
  if (now.restored_ms != 0) return access::Refuse(v1::REASON_RESTORED);
  return now;
}

absl::StatusOr<Departures::Snapshot> Departures::WritableByOwner(
    const access::Caller& caller) const {
  ASSIGN_OR_RETURN(Snapshot now, Writable());
  if (!now.state->IsOwner(caller.id)) return NotAllowed();
  return now;
}

absl::Status Departures::CheckTime(int64_t time_ms) const {
  const int64_t now_ms = parts_.clock->NowMs();
  if (std::llabs(time_ms - now_ms) <= kClockToleranceMs) {
    return absl::OkStatus();
  }
  return access::Refuse(v1::REASON_CLOCK,
                        {{"server_ms", absl::StrCat(now_ms)}});
}

absl::Status Departures::Prepare(const access::Caller& caller,
                                 const v1::PrepareRequest& request) const {
  ASSIGN_OR_RETURN(const Snapshot now, WritableByOwner(caller));
  if (!IsLeaving(now.state->FindMember(request.member()))) {
    return Refused("member");
  }
  if (request.chunks().empty() || request.chunks_size() > kMaxPrepared) {
    return access::Refuse(
        v1::REASON_BAD_FIELD,
        {{"field", "chunks"}, {"limit", absl::StrCat(kMaxPrepared)}});
  }
  store::Transaction transaction;
  for (const std::string& bytes : request.chunks()) {
    if (!crypto::vault::ParseChunk(bytes).ok()) return Refused("form");
    std::string key =
        ChunkKey(request.member(), crypto::vault::HashChunk(bytes).view());
    const bool twice =
        std::any_of(transaction.puts.begin(), transaction.puts.end(),
                    [&](const store::Put& put) { return put.key == key; });
    if (!twice) transaction.puts.push_back({std::move(key), bytes});
  }
  return parts_.ledger
      ->Commit(std::move(transaction),
               {Record(caller, "Prepare", request.member())})
      .status();
}

// All of it is here, and its rotations are numbered without gaps.
absl::Status Departures::CheckList(
    const trust::v1::Departure& departure) const {
  uint64_t rotations = 0;
  for (const std::string& hash : departure.chunks()) {
    const auto chunk = records_.Chunk(departure.member(), hash);
    if (absl::IsNotFound(chunk.status())) return Refused("list");
    RETURN_IF_ERROR(chunk.status());
    for (const trust::v1::Finding& finding : chunk->findings()) {
      if (!finding.has_rotation()) continue;
      if (finding.rotation().number() != ++rotations) return Refused("list");
    }
  }
  return rotations == departure.rotations() ? absl::OkStatus()
                                            : Refused("list");
}

absl::StatusOr<trust::v1::Signed> Departures::Depart(
    const access::Caller& caller, const trust::v1::Signed& made) const {
  ASSIGN_OR_RETURN(const Snapshot now, WritableByOwner(caller));
  ASSIGN_OR_RETURN(const std::string key, KeyOf(*now.state, caller, made));
  trust::v1::Departure claimed;
  if (!crypto::ParseStrict(made.body(), &claimed).ok()) return Refused("form");
  const auto departure = crypto::vault::VerifyDeparture(
      DepartureName{parts_.organisation, claimed.member()}, key, made);
  if (!departure.ok()) return Refused("signature");
  RETURN_IF_ERROR(CheckRoster(*now.state, departure->roster()));
  RETURN_IF_ERROR(CheckTime(departure->time_ms()));
  if (!IsLeaving(now.state->FindMember(departure->member()))) {
    return Refused("member");
  }
  RETURN_IF_ERROR(CheckList(*departure));
  const uint64_t since =
      crypto::roster::LeavingSince(*now.state->FindMember(departure->member()));
  if (departure->roster().sequence() < since) return Refused("roster");
  auto standing = records_.Load(departure->member());
  if (standing.ok() && standing->departure.roster().sequence() >= since) {
    return std::move(*standing->record.mutable_departure());
  }
  const bool none =
      access::ReasonOf(standing.status()) == v1::REASON_DEPARTURE_REFUSED;
  if (!standing.ok() && !none) return standing.status();
  store::v1::DepartureRecord record;
  *record.mutable_departure() = made;
  store::Transaction transaction;
  transaction.expects = {
      {DepartureKey(departure->member()), none ? 0 : standing->revision}};
  transaction.puts = {
      {DepartureKey(departure->member()), record.SerializeAsString()}};
  const auto committed = parts_.ledger->Commit(
      std::move(transaction), {Record(caller, "Depart", departure->member())});
  if (absl::IsAborted(committed.status())) {
    ASSIGN_OR_RETURN(StoredDeparture stands,
                     records_.Load(departure->member()));
    return std::move(*stands.record.mutable_departure());
  }
  RETURN_IF_ERROR(committed.status());
  return made;
}

absl::Status Departures::Note(const access::Caller& caller,
                              const v1::NoteRequest& request) const {
  ASSIGN_OR_RETURN(const Snapshot now, Writable());
  ASSIGN_OR_RETURN(const StoredDeparture stored,
                   records_.Load(request.member()));
  const v1::RotationNoted& noted = request.note();
  if (noted.number() == 0 || noted.number() > stored.departure.rotations()) {
    return Refused("rotation-unknown");
  }
  ASSIGN_OR_RETURN(const std::string safe,
                   records_.SafeOf(stored, noted.number()));
  if (now.state->Access(caller.id, safe, parts_.clock->NowMs()) <
          trust::v1::LEVEL_MANAGE &&
      !now.state->IsOwner(caller.id)) {
    return NotAllowed();
  }
  if (stored.record.has_closed()) return Refused("closed");
  ASSIGN_OR_RETURN(const std::string key,
                   KeyOf(*now.state, caller, noted.note()));
  const std::string departure =
      crypto::HashSigned(stored.record.departure()).str();
  const auto note = crypto::vault::VerifyNote(
      {parts_.organisation, departure, noted.number(), noted.sequence()}, key,
      noted.note());
  if (!note.ok()) return Refused("signature");
  RETURN_IF_ERROR(CheckRoster(*now.state, note->roster()));
  RETURN_IF_ERROR(CheckTime(note->time_ms()));
  if (note->kind_case() == trust::v1::RotationNote::kAssigned) {
    const Member* assignee = now.state->FindMember(note->assigned());
    if (assignee == nullptr || !assignee->active() ||
        assignee->kind != MemberKind::kPerson) {
      return Refused("assignee");
    }
  }
  if (noted.sequence() == 0 || noted.sequence() > crypto::vault::kMaxNotes) {
    return Refused("notes");
  }
  store::v1::RotationNoteRecord record;
  *record.mutable_note() = noted.note();
  store::Transaction transaction;
  transaction.expects = {
      {NoteKey(departure, noted.number(), noted.sequence()), 0},
      {DepartureKey(request.member()), stored.revision}};
  if (noted.sequence() > 1) {
    const std::string before =
        NoteKey(departure, noted.number(), noted.sequence() - 1);
    ASSIGN_OR_RETURN(const store::Revision revision,
                     parts_.store->RevisionOf(before));
    if (revision == 0) return access::Refuse(v1::REASON_ROTATION_MOVED);
  }
  transaction.puts = {{NoteKey(departure, noted.number(), noted.sequence()),
                       record.SerializeAsString()}};
  const auto committed = parts_.ledger->Commit(
      std::move(transaction), {Record(caller, "Note", request.member(),
                                      absl::StrCat("/", noted.number()))});
  if (absl::IsAborted(committed.status())) {
    return access::Refuse(v1::REASON_ROTATION_MOVED);
  }
  return committed.status();
}

absl::Status Departures::Close(const access::Caller& caller,
                               const v1::CloseRequest& request) const {
  ASSIGN_OR_RETURN(const Snapshot now, WritableByOwner(caller));
  ASSIGN_OR_RETURN(StoredDeparture stored, records_.Load(request.member()));
  if (stored.record.has_closed()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string key,
                   KeyOf(*now.state, caller, request.closed()));
  const auto closed = crypto::vault::VerifyClosed(
      DepartureName{parts_.organisation, request.member()}, key,
      request.closed());
  if (!closed.ok()) return Refused("signature");
  RETURN_IF_ERROR(CheckRoster(*now.state, closed->roster()));
  RETURN_IF_ERROR(CheckTime(closed->time_ms()));
  if (closed->departure() !=
      crypto::HashSigned(stored.record.departure()).view()) {
    return Refused("departure-unknown");
  }
  *stored.record.mutable_closed() = request.closed();
  store::Transaction transaction;
  transaction.expects = {{DepartureKey(request.member()), stored.revision}};
  transaction.puts = {
      {DepartureKey(request.member()), stored.record.SerializeAsString()}};
  const auto committed = parts_.ledger->Commit(
      std::move(transaction), {Record(caller, "Close", request.member())});
  // Somebody else closed it: no note changes it any more.
  if (absl::IsAborted(committed.status())) return absl::OkStatus();
  return committed.status();
}

}  // namespace klad::rotation
