// Departures and their rotations, as owners sign them.
#ifndef KLAD_SERVER_ROTATION_DEPARTURES_H_
#define KLAD_SERVER_ROTATION_DEPARTURES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/v1/rotation.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/rotation/parts.h"
#include "server/rotation/records.h"

namespace klad::rotation {

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
  explicit Departures(const Parts& parts)
      : parts_(parts), records_(parts.store) {}

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

 private:
  using Snapshot = access::Directory::Snapshot;

  // The state, for an owner to write in.
  absl::StatusOr<Snapshot> Writable() const;
  absl::StatusOr<Snapshot> WritableByOwner(const access::Caller& caller) const;
  absl::Status CheckTime(int64_t time_ms) const;
  absl::Status CheckList(const trust::v1::Departure& departure) const;

  const Parts parts_;
  const Records records_;
};

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_DEPARTURES_H_
