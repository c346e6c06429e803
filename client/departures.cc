#include "client/departures.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/error.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/history.h"
#include "crypto/roster/reach.h"
#include "crypto/vault/departure.h"
#include "klad/v1/rotation.pb.h"

namespace klad::client {
namespace {

using crypto::vault::DepartureName;
using trust::v1::DepartureChunk;
using trust::v1::Finding;
using trust::v1::Position;
using trust::v1::RotationNote;
using trust::v1::Signed;

constexpr int kPrepared = 100;
constexpr char kAuditPermission[] = "audit.read";

absl::Status NotSigned(const absl::Status& why) {
  return Unverified(
      Tr("the server shows a record of a departure that fails verification"),
      why);
}

// The key that spoke for the author where it says it stood.
absl::StatusOr<std::string> KeyAt(const Account& account,
                                  const std::string& author,
                                  const absl::StatusOr<Position>& position) {
  RETURN_IF_ERROR(position.status());
  ASSIGN_OR_RETURN(const crypto::Digest link,
                   crypto::Digest::From(position->link()));
  const auto& roster = account.roster();
  if (!roster.Contains({position->sequence(), link})) {
    return absl::DataLossError("its position is none of this roster");
  }
  const std::string* key = roster.SigningKeyAt(author, position->sequence());
  if (key == nullptr) return absl::DataLossError("its author had no key there");
  return *key;
}

absl::Status CheckOwner(const Account& account, const std::string& author,
                        const Position& position) {
  return crypto::roster::WasOwner(account.roster().facts(), author,
                                  position.sequence())
             ? absl::OkStatus()
             : absl::DataLossError("its author was no owner there");
}

absl::StatusOr<Departure> Verified(const Account& account,
                                   const klad::v1::KeptDeparture& kept) {
  Departure out;
  out.made = kept.departure();
  trust::v1::Departure claimed;
  if (!claimed.ParseFromString(out.made.body())) {
    return absl::DataLossError("it does not parse");
  }
  const DepartureName name = {account.organisation(), claimed.member()};
  ASSIGN_OR_RETURN(const std::string key,
                   KeyAt(account, out.made.author(),
                         crypto::vault::DeparturePosition(out.made)));
  ASSIGN_OR_RETURN(out.about,
                   crypto::vault::VerifyDeparture(name, key, out.made));
  RETURN_IF_ERROR(CheckOwner(account, out.made.author(), out.about.roster()));
  if (!kept.has_closed()) return out;
  out.closing = kept.closed();
  ASSIGN_OR_RETURN(const std::string closer,
                   KeyAt(account, out.closing.author(),
                         crypto::vault::ClosedPosition(out.closing)));
  ASSIGN_OR_RETURN(out.closed,
                   crypto::vault::VerifyClosed(name, closer, out.closing));
  RETURN_IF_ERROR(
      CheckOwner(account, out.closing.author(), out.closed.roster()));
  if (out.closed.departure() != crypto::HashSigned(out.made).view()) {
    return absl::DataLossError("it closes another departure");
  }
  return out;
}

absl::StatusOr<std::vector<Departure>> Fetch(Account* account,
                                             absl::string_view member) {
  std::vector<Departure> all;
  klad::v1::DeparturesRequest request;
  request.set_member(std::string(member));
  do {
    *request.mutable_known() = account->Known();
    klad::v1::DeparturesResponse response;
    RETURN_IF_ERROR(account->Call("klad.v1.RotationService/Departures", request,
                                  &response));
    RETURN_IF_ERROR(account->Learn(response.news()));
    for (const klad::v1::KeptDeparture& kept : response.departures()) {
      auto departure = Verified(*account, kept);
      if (!departure.ok()) return NotSigned(departure.status());
      if (!member.empty() && departure->about.member() != member) {
        return Unverified(
            Tr("the server shows the departure of somebody else"));
      }
      const auto* leaver =
          account->roster().FindMember(departure->about.member());
      // One of before the member came back counts no more.
      if (leaver != nullptr &&
          departure->about.roster().sequence() >=
              std::max<uint64_t>(crypto::roster::LeavingSince(*leaver), 1) &&
          crypto::roster::LeavingSince(*leaver) != 0) {
        all.push_back(*std::move(departure));
      }
    }
    if (!response.next().empty() && response.next() <= request.after()) {
      return Unverified(Tr("the server's answer has another shape"));
    }
    request.set_after(response.next());
  } while (!request.after().empty());
  return all;
}

absl::Status Hidden(const std::string& login) {
  return Error(
      ExitCode::kIntegrity,
      Say("the server hides what is to be changed after $0 left", login),
      Say("if a backup was restored, klad person depart $0 makes the "
          "list anew; otherwise do not trust this server",
          login));
}

bool SeesAll(const Account& account) {
  return account.roster().Allows(account.member(), kAuditPermission,
                                 account.NowMs());
}

// The roster cannot be cut: whoever departed has a list.
absl::Status CheckNoneHidden(const Account& account,
                             const std::vector<Departure>& all) {
  if (!SeesAll(account)) return absl::OkStatus();
  std::set<std::string> shown;
  for (const Departure& one : all) shown.insert(one.about.member());
  for (const auto& [id, member] : account.roster().facts().members) {
    if (member.kind == crypto::roster::MemberKind::kPerson &&
        member.state() == crypto::roster::MemberState::kDeparted &&
        shown.count(id) == 0) {
      return Hidden(member.login);
    }
  }
  return absl::OkStatus();
}

Rotation RotationOf(const Departure& departure, const DepartureChunk& chunk,
                    const Finding& finding) {
  Rotation rotation;
  rotation.member = departure.about.member();
  rotation.departure = crypto::HashSigned(departure.made).str();
  rotation.number = finding.rotation().number();
  rotation.safe = chunk.safe();
  rotation.credential = finding.credential();
  rotation.tool = finding.tool();
  rotation.kit = finding.kit();
  rotation.version = finding.rotation().version();
  rotation.seen = finding.seen();
  rotation.assignee = finding.rotation().assignee();
  rotation.due_ms = finding.rotation().due_ms();
  return rotation;
}

absl::Status Take(const Account& account, const klad::v1::RotationNoted& noted,
                  Rotation* rotation) {
  if (noted.sequence() != rotation->notes + 1) {
    return absl::DataLossError("a note is left out");
  }
  const Signed& made = noted.note();
  ASSIGN_OR_RETURN(
      const std::string key,
      KeyAt(account, made.author(), crypto::vault::NotePosition(made)));
  ASSIGN_OR_RETURN(
      const RotationNote note,
      crypto::vault::VerifyNote({account.organisation(), rotation->departure,
                                 noted.number(), noted.sequence()},
                                key, made));
  const bool manager =
      !rotation->safe.empty() &&
      crypto::roster::AccessAt(account.roster().facts(), made.author(),
                               rotation->safe, note.roster().sequence()) ==
          trust::v1::LEVEL_MANAGE;
  if (!manager) {
    RETURN_IF_ERROR(CheckOwner(account, made.author(), note.roster()));
  }
  rotation->notes = noted.sequence();
  if (note.kind_case() == RotationNote::kAssigned) {
    rotation->assignee = note.assigned();
  } else if (note.kind_case() == RotationNote::kDueMs) {
    rotation->due_ms = note.due_ms();
  } else {
    rotation->waived = note.waived();
    rotation->waived_by = made.author();
    rotation->waived_ms = note.time_ms();
  }
  return absl::OkStatus();
}

absl::Status TakeChunk(const Account& account, const klad::v1::KeptChunk& kept,
                       Departure* out) {
  const auto index = static_cast<int>(out->chunks.size());
  if (index >= out->about.chunks_size()) {
    return absl::DataLossError("there are more parts than were signed");
  }
  if (kept.chunk().empty()) {
    if (SeesAll(account)) return absl::DataLossError("a part is held back");
    out->whole = false;
    out->chunks.emplace_back();
    return absl::OkStatus();
  }
  if (crypto::vault::HashChunk(kept.chunk()).view() !=
      out->about.chunks(index)) {
    return absl::DataLossError("a part is not the one that was signed");
  }
  ASSIGN_OR_RETURN(DepartureChunk chunk,
                   crypto::vault::ParseChunk(kept.chunk()));
  const size_t first = out->rotations.size();
  for (const Finding& finding : chunk.findings()) {
    if (finding.has_rotation()) {
      out->rotations.push_back(RotationOf(*out, chunk, finding));
    }
  }
  for (const klad::v1::RotationNoted& noted : kept.notes()) {
    const auto it =
        std::find_if(out->rotations.begin() + static_cast<ptrdiff_t>(first),
                     out->rotations.end(), [&](const Rotation& rotation) {
                       return rotation.number == noted.number();
                     });
    if (it == out->rotations.end()) {
      return absl::DataLossError("a note is on no rotation");
    }
    RETURN_IF_ERROR(Take(account, noted, &*it));
  }
  out->chunks.push_back(std::move(chunk));
  return absl::OkStatus();
}

absl::Status CheckNumbers(const Departure& departure) {
  if (static_cast<int>(departure.chunks.size()) !=
      departure.about.chunks_size()) {
    return absl::DataLossError("parts are left out");
  }
  if (!departure.whole) return absl::OkStatus();
  for (size_t i = 0; i < departure.rotations.size(); ++i) {
    if (departure.rotations[i].number != i + 1) {
      return absl::DataLossError("rotations are numbered otherwise");
    }
  }
  return departure.rotations.size() == departure.about.rotations()
             ? absl::OkStatus()
             : absl::DataLossError(
                   "there are other rotations than were signed");
}

}  // namespace

absl::StatusOr<std::vector<Departure>> FetchDepartures(Account* account) {
  ASSIGN_OR_RETURN(std::vector<Departure> all, Fetch(account, ""));
  RETURN_IF_ERROR(CheckNoneHidden(*account, all));
  return all;
}

absl::StatusOr<Departure> FetchDeparture(Account* account,
                                         absl::string_view member) {
  ASSIGN_OR_RETURN(std::vector<Departure> all, Fetch(account, member));
  if (all.size() == 1) return std::move(all.front());
  return absl::NotFoundError("no such departure");
}

absl::Status FetchList(Account* account, Departure* departure) {
  departure->chunks.clear();
  departure->rotations.clear();
  departure->whole = true;
  klad::v1::ChunksRequest request;
  request.set_member(departure->about.member());
  do {
    klad::v1::ChunksResponse response;
    RETURN_IF_ERROR(
        account->Call("klad.v1.RotationService/Chunks", request, &response));
    for (const klad::v1::KeptChunk& kept : response.chunks()) {
      const absl::Status taken = TakeChunk(*account, kept, departure);
      if (!taken.ok()) return NotSigned(taken);
    }
    if (response.next() != 0 && response.next() <= request.from()) {
      return Unverified(Tr("the server's answer has another shape"));
    }
    request.set_from(response.next());
  } while (request.from() != 0);
  const absl::Status numbers = CheckNumbers(*departure);
  return numbers.ok() ? numbers : NotSigned(numbers);
}

absl::StatusOr<Departure> SignDeparture(Account* account,
                                        const std::vector<DepartureChunk>& list,
                                        trust::v1::Departure about) {
  klad::v1::PrepareRequest part;
  part.set_member(about.member());
  for (size_t i = 0; i < list.size(); ++i) {
    *part.add_chunks() = list[i].SerializeAsString();
    about.add_chunks(
        crypto::vault::HashChunk(part.chunks(part.chunks_size() - 1)).str());
    if (part.chunks_size() < kPrepared && i + 1 < list.size()) continue;
    klad::v1::PrepareResponse prepared;
    RETURN_IF_ERROR(
        account->Call("klad.v1.RotationService/Prepare", part, &prepared));
    part.clear_chunks();
  }
  klad::v1::DepartRequest request;
  *request.mutable_departure() = crypto::vault::SignDeparture(
      {account->organisation(), about.member()}, account->member(),
      account->identity().signing_key(), about);
  klad::v1::DepartResponse response;
  RETURN_IF_ERROR(
      account->Call("klad.v1.RotationService/Depart", request, &response));
  ASSIGN_OR_RETURN(Departure stands, FetchDeparture(account, about.member()));
  RETURN_IF_ERROR(FetchList(account, &stands));
  return stands;
}

absl::Status SignNote(Account* account, const Rotation& rotation,
                      RotationNote note) {
  note.set_time_ms(account->NowMs());
  *note.mutable_roster() = account->Known().roster();
  klad::v1::NoteRequest request;
  request.set_member(rotation.member);
  klad::v1::RotationNoted* noted = request.mutable_note();
  noted->set_number(rotation.number);
  noted->set_sequence(rotation.notes + 1);
  *noted->mutable_note() = crypto::vault::SignNote(
      {account->organisation(), rotation.departure, rotation.number,
       rotation.notes + 1},
      account->member(), account->identity().signing_key(), note);
  klad::v1::NoteResponse response;
  return account->Call("klad.v1.RotationService/Note", request, &response);
}

absl::Status SignClosed(Account* account, const Departure& departure) {
  trust::v1::DepartureClosed closed;
  closed.set_departure(crypto::HashSigned(departure.made).str());
  closed.set_time_ms(account->NowMs());
  *closed.mutable_roster() = account->Known().roster();
  *closed.mutable_ledger() = account->Known().ledger();
  klad::v1::CloseRequest request;
  request.set_member(departure.about.member());
  *request.mutable_closed() = crypto::vault::SignClosed(
      {account->organisation(), departure.about.member()}, account->member(),
      account->identity().signing_key(), closed);
  klad::v1::CloseResponse response;
  return account->Call("klad.v1.RotationService/Close", request, &response);
}

std::string RotationId(const Account& account, const Rotation& rotation) {
  const auto* member = account.roster().FindMember(rotation.member);
  return absl::StrCat(member == nullptr ? "?" : member->login, "-",
                      rotation.number);
}

}  // namespace klad::client
