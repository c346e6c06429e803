// The ledger's records as events, each to those who may see it.
#ifndef KLAD_SERVER_EVENT_EVENTS_H_
#define KLAD_SERVER_EVENT_EVENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/event.pb.h"
#include "server/access/access.h"
#include "server/access/directory.h"
#include "server/audit/ledger.h"
#include "server/base/clock.h"
#include "server/event/changed_credentials.h"
#include "server/event/seen_records.h"

namespace klad::event {

// All outlive what is made from them.
struct Parts {
  audit::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  const access::Directory* directory = nullptr;
  const ChangedCredentials* changed = nullptr;
  const SeenRecords* seen = nullptr;
};

// How far a follower has been brought.
struct Place {
  uint64_t at = 0;    // the last record looked at
  uint64_t told = 0;  // the last one that the follower has been told of
};

// Thread-safe.
class Events {
 public:
  enum class Found { kMessage, kNothing };

  explicit Events(const Parts& parts) : parts_(parts) {}

  // The next message after `place`, which moves on: of at most some hundred
  // records with something to see, or of many with nothing, so that who comes
  // again need not begin before them. REASON_BEHIND when `place` lies beyond
  // the ledger.
  absl::StatusOr<Found> Next(const access::Caller& caller, Place* place,
                             klad::v1::FollowEventsResponse* response) const;

 private:
  absl::Status AddEvents(const access::Caller& caller,
                         const access::Directory::Snapshot& now,
                         const trust::v1::LedgerRecord& record,
                         klad::v1::FollowEventsResponse* response) const;
  bool MaySee(const access::Caller& caller,
              const access::Directory::Snapshot& now,
              const klad::v1::Event& event) const;
  absl::StatusOr<std::vector<klad::v1::Event>> Read(
      const trust::v1::LedgerRecord& record) const;
  absl::StatusOr<std::vector<klad::v1::Event>> Change(
      const trust::v1::LedgerRecord& record, std::string safe,
      uint64_t position) const;

  const Parts parts_;
};

}  // namespace klad::event

#endif  // KLAD_SERVER_EVENT_EVENTS_H_
