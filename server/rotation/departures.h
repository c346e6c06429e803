// Departures and their rotations, as owners sign them.
#ifndef KLAD_SERVER_ROTATION_DEPARTURES_H_
#define KLAD_SERVER_ROTATION_DEPARTURES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/departure.pb.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/v1/rotation.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace klad::rotation {

// What the feature stands on; all of it outlives it.
struct Parts {
  std::string organisation;
  store::Store* store = nullptr;
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const access::NewsSource* news = nullptr;
};

// Thread-safe. What is written is checked as clients check it:
// REASON_DEPARTURE_REFUSED with a rule
//   signature, form    it is not the caller's, or not in this form
//   roster             the caller stood where this roster never was
//   member             nobody is suspended or gone by that id
//   list               parts of the list are missing, or count otherwise
//   departure-unknown  the member has none
//   closed             it is closed
//   rotation-unknown   its list has no such number
//   assignee           no active person
//   notes              there are too many on this rotation
// and REASON_PERMISSION for whoever may not.
class Departures {
 public:
  explicit Departures(const Parts& parts) : parts_(parts) {}

  absl::Status Prepare(const access::Caller& caller,
                       const v1::PrepareRequest& request) const;

  // Answers with the departure that stands: the first that was signed since
  // the member was suspended.
  absl::StatusOr<trust::v1::Signed> Depart(
      const access::Caller& caller, const trust::v1::Signed& departure) const;

  // REASON_ROTATION_MOVED unless it is the next of its sequence.
  absl::Status Note(const access::Caller& caller,
                    const v1::NoteRequest& request) const;

  absl::Status Close(const access::Caller& caller,
                     const v1::CloseRequest& request) const;

  absl::Status List(const access::Caller& caller,
                    const v1::DeparturesRequest& request,
                    v1::DeparturesResponse* response) const;

  absl::Status Chunks(const access::Caller& caller,
                      const v1::ChunksRequest& request,
                      v1::ChunksResponse* response) const;

 private:
  using Snapshot = access::Directory::Snapshot;
  struct Stored {
    store::v1::DepartureRecord record;
    trust::v1::Departure departure;
    store::Revision revision = 0;
  };

  // The state, for an owner to write in.
  absl::StatusOr<Snapshot> Writable() const;
  absl::StatusOr<Snapshot> WritableByOwner(const access::Caller& caller) const;
  absl::Status CheckTime(int64_t time_ms) const;
  absl::Status CheckList(const trust::v1::Departure& departure) const;
  absl::StatusOr<Stored> Load(absl::string_view member) const;
  absl::StatusOr<trust::v1::DepartureChunk> LoadChunk(absl::string_view member,
                                                      absl::string_view hash,
                                                      std::string* bytes) const;
  absl::StatusOr<std::string> SafeOf(const Stored& stored,
                                     uint64_t number) const;
  absl::StatusOr<v1::KeptChunk> Keep(const Stored& stored,
                                     const std::string& hash) const;
  absl::StatusOr<bool> IsTheirs(const access::Caller& caller,
                                const Snapshot& now,
                                const v1::KeptChunk& kept) const;
  absl::StatusOr<bool> HasTheirs(const access::Caller& caller,
                                 const Snapshot& now,
                                 const Stored& stored) const;

  const Parts parts_;
};

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_DEPARTURES_H_
