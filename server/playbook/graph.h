// Which playbooks refer to which: never in a circle.
#ifndef KLAD_SERVER_PLAYBOOK_GRAPH_H_
#define KLAD_SERVER_PLAYBOOK_GRAPH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/store/store.h"

namespace klad::playbook {

// The way from `playbook` by one of the others back to it, which both stand at
// its ends; empty when there is none. As the store has it.
absl::StatusOr<std::vector<std::string>> FindCycle(
    store::Store* store, absl::string_view playbook,
    const std::vector<std::string>& others);

}  // namespace klad::playbook

#endif  // KLAD_SERVER_PLAYBOOK_GRAPH_H_
