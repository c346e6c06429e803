// Departures and their rotations for commands: found, read and counted.
#ifndef KLAD_CLIENT_CLI_ROTATIONS_H_
#define KLAD_CLIENT_CLI_ROTATIONS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/departures.h"
#include "client/rotation_book.h"
#include "client/vault.h"

namespace klad::cli {

// Departures that are not closed, with their lists; and closed ones in which a
// secret of before was brought back, with those rotations alone.
absl::StatusOr<std::vector<client::Departure>> OpenDepartures(
    client::Vault& vault, client::RotationBook& book);

// How many of its list stand open. Where the departure is closed, those that
// this member cannot look at are not: an owner could.
absl::StatusOr<int64_t> CountOpen(const client::Departure& departure,
                                  client::RotationBook& book);

// "anna-3" among those, for a note; exit kNotFound, kConflict where nothing can
// be noted any more, or kUsage for what is no such id.
absl::StatusOr<client::Rotation> FindRotation(client::Vault& vault,
                                              absl::string_view id);

// Signs that the departure is closed when its last rotation is, for an owner.
// Whether it did.
absl::StatusOr<bool> CloseIfDone(client::Vault& vault,
                                 const client::Departure& departure,
                                 client::RotationBook& book);

}  // namespace klad::cli

#endif  // KLAD_CLIENT_CLI_ROTATIONS_H_
