#include "server/rotation/checker.h"

#include "absl/strings/str_cat.h"
#include "crypto/base/status_macros.h"
#include "crypto/log.h"
#include "crypto/roster/history.h"
#include "crypto/roster/reach.h"
#include "crypto/vault/departure.h"
#include "server/base/id.h"
#include "server/rotation/keys.h"
#include "server/rotation/records.h"
#include "server/store/for_each.h"
#include "server/store/keyspace.h"

namespace klad::rotation {
namespace {

using crypto::vault::DepartureName;
using trust::v1::Position;
using trust::v1::Signed;

// One departure.
class DepartureCheck {
 public:
  DepartureCheck(const std::string& organisation, const std::string& member,
                 const Records& records, const crypto::roster::State& roster)
      : name_{organisation, member}, records_(records), roster_(roster) {}

  absl::Status Run(Counts* counts) {
    ASSIGN_OR_RETURN(stored_, records_.Load(name_.member));
    RETURN_IF_ERROR(CheckDeparture());
    RETURN_IF_ERROR(CheckClosed());
    uint64_t rotations = 0;
    for (const std::string& hash : stored_.departure.chunks()) {
      RETURN_IF_ERROR(CheckChunk(hash, &rotations));
    }
    if (rotations != stored_.departure.rotations()) return Wrong("its list");
    counts->rotations += rotations;
    ++counts->departures;
    return absl::OkStatus();
  }

 private:
  absl::Status Wrong(absl::string_view what) const {
    return absl::DataLossError(absl::StrCat("the departure of member ",
                                            Hex(name_.member), ": ", what,
                                            " is damaged"));
  }

  // Of the author, where it says it stood; empty for whoever had none there.
  std::string KeyAt(const Signed& made,
                    const absl::StatusOr<Position>& position) const {
    if (!position.ok()) return "";
    const auto link = crypto::Digest::From(position->link());
    if (!link.ok() || !roster_.Contains({position->sequence(), *link})) {
      return "";
    }
    const std::string* key =
        roster_.SigningKeyAt(made.author(), position->sequence());
    return key != nullptr ? *key : "";
  }

  bool WasOwner(const Signed& made, const Position& position) const {
    return crypto::roster::WasOwner(roster_.facts(), made.author(),
                                    position.sequence());
  }

  absl::Status CheckDeparture() const {
    const Signed& made = stored_.record.departure();
    const auto departure = crypto::vault::VerifyDeparture(
        name_, KeyAt(made, crypto::vault::DeparturePosition(made)), made);
    return departure.ok() && WasOwner(made, departure->roster())
               ? absl::OkStatus()
               : Wrong("its signature");
  }

  absl::Status CheckClosed() const {
    if (!stored_.record.has_closed()) return absl::OkStatus();
    const Signed& made = stored_.record.closed();
    const auto closed = crypto::vault::VerifyClosed(
        name_, KeyAt(made, crypto::vault::ClosedPosition(made)), made);
    return closed.ok() && WasOwner(made, closed->roster()) &&
                   closed->departure() == Hash().view()
               ? absl::OkStatus()
               : Wrong("its end");
  }

  absl::Status CheckChunk(const std::string& hash, uint64_t* rotations) const {
    const auto kept = records_.Keep(stored_, hash);
    if (absl::IsNotFound(kept.status())) return Wrong("its list");
    RETURN_IF_ERROR(kept.status());
    ASSIGN_OR_RETURN(const trust::v1::DepartureChunk chunk,
                     crypto::vault::ParseChunk(kept->chunk()));
    for (const trust::v1::Finding& finding : chunk.findings()) {
      if (!finding.has_rotation()) continue;
      if (finding.rotation().number() != ++*rotations) return Wrong("its list");
    }
    uint64_t number = 0;
    uint64_t sequence = 0;
    for (const v1::RotationNoted& noted : kept->notes()) {
      sequence = noted.number() == number ? sequence + 1 : 1;
      number = noted.number();
      if (noted.sequence() != sequence || !IsSound(noted, chunk.safe())) {
        return Wrong(absl::StrCat("a note on rotation ", number));
      }
    }
    return absl::OkStatus();
  }

  bool IsSound(const v1::RotationNoted& noted, const std::string& safe) const {
    const Signed& made = noted.note();
    const auto note = crypto::vault::VerifyNote(
        {name_.organisation, Hash().str(), noted.number(), noted.sequence()},
        KeyAt(made, crypto::vault::NotePosition(made)), made);
    if (!note.ok()) return false;
    const uint64_t position = note->roster().sequence();
    return WasOwner(made, note->roster()) ||
           crypto::roster::AccessAt(roster_.facts(), made.author(), safe,
                                    position) == trust::v1::LEVEL_MANAGE;
  }

  crypto::Digest Hash() const {
    return crypto::HashSigned(stored_.record.departure());
  }

  const DepartureName name_;
  const Records& records_;
  const crypto::roster::State& roster_;
  StoredDeparture stored_;
};

}  // namespace

absl::StatusOr<Counts> CheckAll(const std::string& organisation,
                                store::Store* store,
                                const crypto::roster::State& roster) {
  Counts counts;
  const Records records(store);
  RETURN_IF_ERROR(store::ForEach(
      store, store::Range::Prefix(store::kDeparturePrefix),
      [&](const store::Entry& entry) {
        const std::string member =
            entry.key.substr(sizeof store::kDeparturePrefix - 1);
        return DepartureCheck(organisation, member, records, roster)
            .Run(&counts);
      }));
  return counts;
}

}  // namespace klad::rotation
