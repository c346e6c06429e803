// Walks the links and the keys by which they are found.
#ifndef KLAD_SERVER_LINK_CHECKER_H_
#define KLAD_SERVER_LINK_CHECKER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "server/store/store.h"

namespace klad::link {

// The number of links. kDataLoss names the first that is damaged or that its
// name or address does not lead to, or the key that leads to none, be it of an
// index or of uses; or one whose stored words are not those of its texts.
absl::StatusOr<uint64_t> CheckAll(store::Store* store, const Secret& seal);

}  // namespace klad::link

#endif  // KLAD_SERVER_LINK_CHECKER_H_
