// Who may not open a safe any more, though they stay, and was given secrets
// that are in use still: what is to be changed without a departure.
#ifndef KLAD_CLIENT_ENDED_ACCESS_H_
#define KLAD_CLIENT_ENDED_ACCESS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/vault.h"

namespace klad::client {

struct EndedAccess {
  std::string member;
  int64_t since_ms = 0;
  std::vector<std::string> names;  // "SAFE/TITLE", in order
};

// Of active members, safe by safe; only safes that this client may open. For
// whoever may ask for exposures.
absl::StatusOr<std::vector<EndedAccess>> FindEndedAccess(Vault* vault);

}  // namespace klad::client

#endif  // KLAD_CLIENT_ENDED_ACCESS_H_
