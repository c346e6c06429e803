// Departures as they lie in the store.
#ifndef KLAD_SERVER_ROTATION_RECORDS_H_
#define KLAD_SERVER_ROTATION_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/store/v1/departure.pb.h"
#include "klad/trust/v1/departure.pb.h"
#include "klad/v1/rotation.pb.h"
#include "server/store/store.h"

namespace klad::rotation {

struct StoredDeparture {
  store::v1::DepartureRecord record;
  trust::v1::Departure departure;  // parsed, not verified
  store::Revision revision = 0;
};

// Thread-safe. kDataLoss for what is damaged.
class Records {
 public:
  explicit Records(store::Store* store) : store_(store) {}

  // REASON_DEPARTURE_REFUSED, departure-unknown, where there is none.
  absl::StatusOr<StoredDeparture> Load(absl::string_view member) const;

  // Part of the list of `member`, by its hash. `bytes`: it as it stands.
  absl::StatusOr<trust::v1::DepartureChunk> Chunk(
      absl::string_view member, absl::string_view hash,
      std::string* bytes = nullptr) const;

  // The same with the notes on its rotations, by number and sequence.
  absl::StatusOr<v1::KeptChunk> Keep(const StoredDeparture& stored,
                                     const std::string& hash) const;

  // Of the credential of a rotation; empty for tools and kits.
  // REASON_DEPARTURE_REFUSED, rotation-unknown, for another number.
  absl::StatusOr<std::string> SafeOf(const StoredDeparture& stored,
                                     uint64_t number) const;

 private:
  store::Store* const store_;
};

}  // namespace klad::rotation

#endif  // KLAD_SERVER_ROTATION_RECORDS_H_
