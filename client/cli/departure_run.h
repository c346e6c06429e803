// Departures carried through: by somebody's word, and by a date.
#ifndef KLAD_CLIENT_CLI_DEPARTURE_RUN_H_
#define KLAD_CLIENT_CLI_DEPARTURE_RUN_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/context.h"
#include "client/departing.h"
#include "client/departures.h"
#include "client/vault.h"

namespace klad::cli {

struct DepartureDone {
  int tools = 0;
  int keys = 0;
  int handed = 0;
  client::Departure departure;
  bool closed = false;
};

// From the suspension on. Whoever is interrupted runs it again.
absl::StatusOr<DepartureDone> RunDeparture(client::Vault& vault,
                                           client::Departing& departing);

// Lets those go whose time is over, and says so; what they leave goes to who
// invited them, or to this owner. Does nothing for anybody but owners.
absl::Status DepartEnded(Context& context, client::Vault& vault);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_DEPARTURE_RUN_H_
