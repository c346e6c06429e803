// Walks the playbooks, their revisions and signatures, and the keys by which
// they are found.
#ifndef KLAD_SERVER_PLAYBOOK_CHECKER_H_
#define KLAD_SERVER_PLAYBOOK_CHECKER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "crypto/base/secret.h"
#include "server/store/store.h"

namespace klad::playbook {

// The number of playbooks. kDataLoss names the first that is damaged, that
// lacks a revision, whose name does not lead to it or that refers to itself by
// others, or the key that leads to none.
absl::StatusOr<uint64_t> CheckAll(store::Store* store, const Secret& seal);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_CHECKER_H_
