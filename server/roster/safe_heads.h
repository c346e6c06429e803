// Where a safe's changes stand, asked when an entry names its head; supplied
// by app.
#ifndef KLAD_SERVER_ROSTER_SAFE_HEADS_H_
#define KLAD_SERVER_ROSTER_SAFE_HEADS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "klad/trust/v1/signed.pb.h"
#include "server/store/store.h"

namespace klad::roster {

struct StoredHead {
  trust::v1::Position position;  // sequence 0: no change yet
  std::string root;              // 32 zero bytes then
  store::Expect expect;          // that it is still so
};

// Thread-safe.
class SafeHeads {
 public:
  virtual ~SafeHeads() = default;
  virtual absl::StatusOr<StoredHead> HeadOf(absl::string_view safe) const = 0;
};

}  // namespace klad::roster

#endif  // KLAD_SERVER_ROSTER_SAFE_HEADS_H_
