// What a leaver owned goes to the successor.
#ifndef KLAD_CLIENT_HANDING_OVER_H_
#define KLAD_CLIENT_HANDING_OVER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/departure_plan.h"
#include "client/vault.h"

namespace klad::client {

// For one thread; the vault outlives it. What was handed over stays so: whoever
// is interrupted goes on.
class HandingOver {
 public:
  // Ids of members.
  HandingOver(Vault* vault, std::string leaver, std::string successor)
      : vault_(*vault),
        leaver_(std::move(leaver)),
        successor_(std::move(successor)) {}

  // Owner fields, safes the leaver managed by name, links, playbooks that are
  // not retired, and rotations of others' departures, as in a plan made from
  // this input. Returns how many things changed hands.
  absl::StatusOr<int> Do(const DeparturePlan& plan, const PlanInput& input);

 private:
  const crypto::roster::State& roster() { return vault_.account().roster(); }
  absl::StatusOr<int> Safe(const std::string& safe);
  absl::Status Managing(const std::string& safe);
  absl::StatusOr<int> Rotations();

  Vault& vault_;
  const std::string leaver_;
  const std::string successor_;
};

}  // namespace klad::client

#endif  // KLAD_CLIENT_HANDING_OVER_H_
