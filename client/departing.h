// A departure, step by step. Each step is whole by itself and does nothing when
// it stands already: whoever is interrupted, or is not alone, goes on from
// what the roster and the server's records say.
#ifndef KLAD_CLIENT_DEPARTING_H_
#define KLAD_CLIENT_DEPARTING_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/departure_plan.h"
#include "client/departures.h"
#include "client/vault.h"

namespace klad::client {

struct DepartOrder {
  std::string member;
  std::string successor;              // empty for a plan without one
  std::vector<std::string> contacts;  // as in PlanInput
  std::set<std::string> kept_tools;   // ids
  bool distrusted = false;
};

// For one thread; the vault outlives it. An owner's; in this order:
//   Check, Suspend, SuspendTools, RenewKeys, Plan, Record, HandOver, Leave.
class Departing {
 public:
  Departing(Vault* vault, DepartOrder order)
      : vault_(*vault), order_(std::move(order)) {}

  // Exit kDenied or kConflict with a sentence when the roster would not let it:
  // not an owner, oneself, the last owner, a successor who is not there.
  absl::Status Check() const;

  // From what the server has now. Changes nothing.
  absl::StatusOr<DeparturePlan> Plan();
  // What the last plan was made from, for its names.
  const PlanInput& input() const { return input_; }

  absl::Status Suspend();
  // Those the member made and that are not kept. Returns how many are.
  absl::StatusOr<int> SuspendTools();
  // Until the member holds none. Returns how many this client renewed.
  absl::StatusOr<int> RenewKeys();
  // See HandingOver.
  absl::StatusOr<int> HandOver(const DeparturePlan& plan);
  // Signs the list of a plan made since the suspension, or finds the one that
  // stands.
  absl::StatusOr<Departure> Record(const DeparturePlan& plan);
  absl::Status Leave();

 private:
  const crypto::roster::State& roster() { return vault_.account().roster(); }
  // What the ledger says of one member.
  absl::Status TakeSeen(const std::string& id);
  absl::StatusOr<std::vector<PlanSafe>> FollowAll();
  absl::Status SuspendMember(const std::string& id);
  absl::StatusOr<std::vector<std::string>> OwnedLinks();
  absl::StatusOr<std::vector<std::string>> OwnedPlaybooks();
  std::vector<trust::v1::DepartureChunk> ListOf(const DeparturePlan& plan,
                                                uint64_t* rotations);
  std::string AssigneeOf(const PlanItem& item);
  int64_t DueMs(trust::v1::Sensitivity sensitivity);

  Vault& vault_;
  const DepartOrder order_;
  PlanInput input_;
};

// Contractors who have not left though everything they were given is over:
// their departure is due, or was begun. In order of login.
std::vector<const crypto::roster::Member*> EndedPeople(
    const crypto::roster::State& roster, int64_t now_ms);

}  // namespace klad::client

#endif  // KLAD_CLIENT_DEPARTING_H_
