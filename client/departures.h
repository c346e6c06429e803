// Departures and rotations as the server keeps them and owners signed them:
// verified here, to the last note, before anything is believed.
#ifndef KLAD_CLIENT_DEPARTURES_H_
#define KLAD_CLIENT_DEPARTURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/account.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/trust/v1/signed.pb.h"

namespace klad::client {

// A duty as it stands now, notes taken in. Exactly one subject.
struct Rotation {
  std::string member;     // who left
  std::string departure;  // hash of the signed one
  uint64_t number = 0;
  std::string safe;
  std::string credential;
  std::string tool;
  std::string kit;
  uint64_t version = 0;
  trust::v1::Seen seen = trust::v1::SEEN_UNSPECIFIED;
  std::string assignee;
  int64_t due_ms = 0;
  std::string waived;  // why; empty: it is not
  std::string waived_by;
  int64_t waived_ms = 0;
  uint64_t notes = 0;
};

struct Departure {
  trust::v1::Signed made;
  trust::v1::Departure about;
  trust::v1::Signed closing;
  trust::v1::DepartureClosed closed;  // time 0: it is open
  // What FetchList brings, as far as it is this member's to see.
  std::vector<trust::v1::DepartureChunk> chunks;
  std::vector<Rotation> rotations;
  bool whole = false;  // nothing of the list was withheld

  bool is_closed() const { return closed.time_ms() != 0; }
};

// All that this member may see, without their lists. Exit kIntegrity when one
// is not an owner's, or, to an owner, when the server shows none for somebody
// who departed.
absl::StatusOr<std::vector<Departure>> FetchDepartures(Account* account);

// Of one member; kNotFound when there is none.
absl::StatusOr<Departure> FetchDeparture(Account* account,
                                         absl::string_view member);

// Fills chunks and rotations. Exit kIntegrity when a part is not the one that
// was signed, a note is nobody's who may, or something is left out.
absl::Status FetchList(Account* account, Departure* departure);

// Sends the list and signs it; the departure that stands afterwards is the
// first that anybody signed for this member.
absl::StatusOr<Departure> SignDeparture(
    Account* account, const std::vector<trust::v1::DepartureChunk>& list,
    trust::v1::Departure about);

// The next note of the rotation; its time and position are set here.
absl::Status SignNote(Account* account, const Rotation& rotation,
                      trust::v1::RotationNote note);

// For an owner who has seen every rotation closed.
absl::Status SignClosed(Account* account, const Departure& departure);

// "anna-3", as commands take it.
std::string RotationId(const Account& account, const Rotation& rotation);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DEPARTURES_H_
