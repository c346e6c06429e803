// Departures and their rotations for commands: found, read and counted.
#ifndef KLAD_CLIENT_CLI_ROTATIONS_H_
#define KLAD_CLIENT_CLI_ROTATIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/departures.h"
#include "client/rotation_book.h"
#include "client/vault.h"

namespace klad::cli {

struct KnownRotation {
  client::Rotation rotation;
  client::RotationStand stand;
};

// Of departures that are not closed, with their lists.
absl::StatusOr<std::vector<client::Departure>> OpenDepartures(
    client::Vault& vault);

// "anna-3" among those; exit kNotFound, or kUsage for what is no such id.
absl::StatusOr<client::Rotation> FindRotation(client::Vault& vault,
                                              absl::string_view id);

// Signs that the departure is closed when its last rotation is, for an owner.
// Whether it did.
absl::StatusOr<bool> CloseIfDone(client::Vault& vault,
                                 const client::Departure& departure,
                                 client::RotationBook& book);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_ROTATIONS_H_
