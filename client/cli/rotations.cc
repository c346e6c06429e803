#include "client/cli/rotations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "client/cli/command.h"
#include "client/error.h"
#include "crypto/base/status_macros.h"

namespace klad::cli {

using client::Departure;
using client::Error;
using client::ExitCode;
using client::Rotation;
using client::Standing;

absl::StatusOr<std::vector<Departure>> OpenDepartures(client::Vault& vault) {
  ASSIGN_OR_RETURN(auto all, client::FetchDepartures(&vault.account()));
  std::vector<Departure> open;
  for (Departure& departure : all) {
    if (departure.is_closed()) continue;
    RETURN_IF_ERROR(client::FetchList(&vault.account(), &departure));
    open.push_back(std::move(departure));
  }
  return open;
}

absl::StatusOr<Rotation> FindRotation(client::Vault& vault,
                                      absl::string_view id) {
  const size_t dash = id.rfind('-');
  uint64_t number = 0;
  if (dash == absl::string_view::npos ||
      !absl::SimpleAtoi(id.substr(dash + 1), &number)) {
    return Error(ExitCode::kUsage,
                 Say("\"$0\" is not the id of a rotation", id),
                 Tr("klad rotation list shows them; for example anna-3"));
  }
  ASSIGN_OR_RETURN(const auto departures, OpenDepartures(vault));
  for (const Departure& departure : departures) {
    for (const Rotation& rotation : departure.rotations) {
      if (client::RotationId(vault.account(), rotation) == id) return rotation;
    }
  }
  return Error(ExitCode::kNotFound, Say("there is no open rotation $0", id),
               Tr("klad rotation list shows them"));
}

absl::StatusOr<bool> CloseIfDone(client::Vault& vault,
                                 const Departure& departure,
                                 client::RotationBook& book) {
  if (departure.is_closed() || !departure.whole ||
      !vault.account().roster().IsOwner(vault.account().member())) {
    return false;
  }
  for (const Rotation& rotation : departure.rotations) {
    ASSIGN_OR_RETURN(const auto stand, book.StandOf(rotation));
    if (stand.standing == Standing::kOpen ||
        stand.standing == Standing::kUnknown) {
      return false;
    }
  }
  RETURN_IF_ERROR(client::SignClosed(&vault.account(), departure));
  return true;
}

}  // namespace klad::cli
