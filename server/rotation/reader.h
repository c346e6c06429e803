// Who may see what of departures: with permission audit.read everything,
// others the parts of safes they manage and of rotations assigned to them.
#ifndef KLAD_SERVER_ROTATION_READER_H_
#define KLAD_SERVER_ROTATION_READER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "klad/v1/rotation.pb.h"
#include "server/access/access.h"
#include "server/rotation/parts.h"
#include "server/rotation/records.h"

namespace klad::rotation {

// Thread-safe.
class Reader {
 public:
  explicit Reader(const Parts& parts) : parts_(parts), records_(parts.store) {}

  absl::Status List(const access::Caller& caller,
                    const v1::DeparturesRequest& request,
                    v1::DeparturesResponse* response) const;

  absl::Status Chunks(const access::Caller& caller,
                      const v1::ChunksRequest& request,
                      v1::ChunksResponse* response) const;

 private:
  using Snapshot = access::Directory::Snapshot;

  absl::StatusOr<bool> IsTheirs(const access::Caller& caller,
                                const Snapshot& now,
                                const v1::KeptChunk& kept) const;
  absl::StatusOr<bool> HasTheirs(const access::Caller& caller,
                                 const Snapshot& now,
                                 const StoredDeparture& stored) const;

  const Parts parts_;
  const Records records_;
};

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_READER_H_
