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
using client::RotationBook;
using client::Standing;

namespace {

absl::StatusOr<bool> StandsOpen(const Departure& departure,
                                const Rotation& rotation, RotationBook& book) {
  ASSIGN_OR_RETURN(const auto stand, book.StandOf(rotation));
  return stand.standing == Standing::kOpen ||
         (stand.standing == Standing::kUnknown && !departure.is_closed());
}

absl::Status KeepOpen(Departure* departure, RotationBook& book) {
  std::vector<Rotation> open;
  for (Rotation& rotation : departure->rotations) {
    ASSIGN_OR_RETURN(const bool is_open,
                     StandsOpen(*departure, rotation, book));
    if (is_open) open.push_back(std::move(rotation));
  }
  departure->rotations = std::move(open);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Departure>> OpenDepartures(client::Vault& vault,
                                                      RotationBook& book) {
  ASSIGN_OR_RETURN(auto all, client::FetchDepartures(&vault.account()));
  std::vector<Departure> open;
  for (Departure& departure : all) {
    RETURN_IF_ERROR(client::FetchList(&vault.account(), &departure));
    if (departure.is_closed()) {
      RETURN_IF_ERROR(KeepOpen(&departure, book));
      if (departure.rotations.empty()) continue;
    }
    open.push_back(std::move(departure));
  }
  return open;
}

absl::StatusOr<int64_t> CountOpen(const Departure& departure,
                                  RotationBook& book) {
  int64_t open = 0;
  for (const Rotation& rotation : departure.rotations) {
    ASSIGN_OR_RETURN(const bool is_open, StandsOpen(departure, rotation, book));
    open += is_open ? 1 : 0;
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
  RotationBook book(&vault);
  ASSIGN_OR_RETURN(const auto departures, OpenDepartures(vault, book));
  for (const Departure& departure : departures) {
    for (const Rotation& rotation : departure.rotations) {
      if (client::RotationId(vault.account(), rotation) != id) continue;
      if (!departure.is_closed()) return rotation;
      return Error(
          ExitCode::kConflict,
          Say("$0 was closed, and a secret of before was brought back", id),
          Tr("only a new secret closes it again: klad rotate"));
    }
  }
  return Error(ExitCode::kNotFound, Say("there is no open rotation $0", id),
               Tr("klad rotation list shows them"));
}

absl::StatusOr<bool> CloseIfDone(client::Vault& vault,
                                 const Departure& departure,
                                 RotationBook& book) {
  if (departure.is_closed() || !departure.whole ||
      !vault.account().roster().IsOwner(vault.account().member())) {
    return false;
  }
  ASSIGN_OR_RETURN(const int64_t open, CountOpen(departure, book));
  if (open > 0) return false;
  RETURN_IF_ERROR(client::SignClosed(&vault.account(), departure));
  return true;
}

}  // namespace klad::cli
